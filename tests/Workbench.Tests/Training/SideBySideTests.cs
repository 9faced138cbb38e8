using TorchSharp;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Training;

/// <summary>Trainings beside each other give what each gives alone.</summary>
public sealed class SideBySideTests : IDisposable
{
    private readonly int threads = get_num_threads();

    public void Dispose() => set_num_threads(threads);

    [Theory]
    [InlineData(4, 1)]
    [InlineData(4, 2)]
    [InlineData(1, 3)]
    public void EachHasItsThreadsAndTheCallerAndNewThreadsKeepTheirs(int callers, int each)
    {
        set_num_threads(callers);
        int[] seen = SideBySide.Make(8, _ =>
        {
            Thread.Sleep(5); // so that all makers take part
            return get_num_threads();
        }, each);

        Assert.Equal(Enumerable.Repeat(each, 8), seen);
        Assert.Equal(callers, get_num_threads());
        int later = 0;
        Thread thread = new(() => later = get_num_threads());
        thread.Start();
        thread.Join();
        Assert.Equal(callers, later);
    }

    [Fact]
    public void ATrainingBesideOthersGivesTheSameBitsAsAlone()
    {
        set_num_threads(2);
        Recipe recipe = ColorRegressionRecipe.Quick with { Data = "scenes", Size = 64, Items = 8, ValidationItems = 0, Epochs = 1, BatchSize = 4, DecayEpochs = 0, Schedule = ScheduleKind.Constant };
        float[][] beside = SideBySide.Make(3, _ => Learned());
        set_num_threads(1);
        float[] alone = Learned();
        Assert.All(beside, one => Assert.Equal(alone, one));

        float[] Learned()
        {
            using DisposeScope scope = NewDisposeScope();
            using TrainingResult result = recipe.Run();
            return [.. result.Trained.Networks.Values.SelectMany(network => network.parameters()).SelectMany(one => one.detach().data<float>().ToArray())];
        }
    }

    [Fact]
    public void AsManyRunAtOnceAsTheThreadsSufficeForAndInOrder()
    {
        set_num_threads(5);
        int running = 0, most = 0;
        Lock gate = new();
        int[] made = SideBySide.Make(12, i =>
        {
            lock (gate)
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
            }

            Thread.Sleep(20);
            Interlocked.Decrement(ref running);
            return i;
        }, threadsEach: 2);

        Assert.Equal(Enumerable.Range(0, 12), made);
        Assert.Equal(2, most);
        Assert.Empty(SideBySide.Make(0, i => i));
    }

    [Fact]
    public void WhatGoesWrongInOneIsThrownAsItIsAndEndsTheRest()
    {
        set_num_threads(1);
        List<int> begun = [];
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => SideBySide.Make(9, i =>
        {
            begun.Add(i);
            return i < 2 ? i : throw new InvalidDataException("the third");
        }));

        Assert.Equal("the third", error.Message);
        Assert.Equal([0, 1, 2], begun);
        Assert.Throws<ArgumentOutOfRangeException>(() => SideBySide.Make(1, i => i, threadsEach: 0));
    }

    [Fact]
    public void TheStopButtonIsHeededAsLongAsOneStillTrains()
    {
        const string Heeded = "Notebook.Interruption.Heeded";
        set_num_threads(2);
        Recipe recipe = MixtureGanRecipe.Quick with { Items = 8, Epochs = 1, DecayEpochs = 0, BatchSize = 4, Width = 3, NoiseLength = 2, ValidationItems = 0 };
        using ManualResetEventSlim secondBegan = new(), firstEnded = new();
        object?[] seen = SideBySide.Make(2, i =>
        {
            if (i == 0)
            {
                recipe.Run(new() { ReportEvery = 1 }, new Watcher(_ => secondBegan.Wait(TestContext.Current.CancellationToken))).Dispose();
                firstEnded.Set();
                return null;
            }

            object? whileFirstIsOver = null;
            recipe.Run(new() { ReportEvery = 1 }, new Watcher(_ =>
            {
                secondBegan.Set();
                firstEnded.Wait(TestContext.Current.CancellationToken);
                whileFirstIsOver = AppContext.GetData(Heeded);
            })).Dispose();
            return whileFirstIsOver;
        });

        Assert.Equal(true, seen[1]);
        Assert.Null(AppContext.GetData(Heeded));
    }
}
