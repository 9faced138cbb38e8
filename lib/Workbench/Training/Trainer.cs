using Workbench.Datasets;
using Workbench.Imaging;
using Workbench.Weights;

namespace Workbench.Training;

/// <summary>
/// The training loop: batches in, steps, and at intervals reports, validations, samples and checkpoints. It knows no loss and no network;
/// those are the task's.
/// </summary>
/// <typeparam name="T">The kind of samples.</typeparam>
internal sealed class Trainer<T>(Recipe<T> recipe, TrainingOptions options, IProgress<TrainingReport>? watcher) : IDisposable
    where T : Sample
{
    private const int CollectEvery = 100; // steps

    private readonly List<double> measures = [];
    private readonly Meters meters = new();
    private RunFolder? run;
    private RunLog? log;
    private AveragedWeights? average;
    private TrainingTask<T> task = null!;
    private IDataset<T> training = null!;
    private IDataset<T>? unseen;
    private Loader<T> loader = null!;
    private torch.Device device = null!;
    private IReadOnlyDictionary<string, double> losses = new Dictionary<string, double>();
    private IReadOnlyDictionary<string, double> figures = new Dictionary<string, double>();
    private TimeSpan before;
    private bool hasBegun;
    private long began, reportedAt, reportedStep, firstStep, step, steps, saved = -1;

    public TrainingResult Run(CancellationToken stop)
    {
        recipe.Check();
        device = TrainingDevice.Of(recipe);
        using FileStream? hold = options.Folder is { } folder ? Take(folder) : null;
        using ItemStore? own = options.Keep is null && recipe.Epochs > 1 ? new() : null;
        training = recipe.OpenData(Split.Train);
        try
        {
            unseen = recipe.ValidationItems > 0 ? recipe.OpenData(Split.Validation) : null;
            IDataset<T> items = (options.Keep ?? own)?.Over(recipe.DataKey, training) ?? training;
            loader = new(items, recipe.BatchSize) { Seed = recipe.Seed, Workers = options.Workers, Transform = recipe.Transform, Strict = options.Strict };
            task = recipe.CreateTask(training);
            try
            {
                task.RequireFrozen(recipe);
                Begin();
                hasBegun = true;
                Loop(stop);
                task.SetMode(training: false);
                return new(recipe, task, step == steps, step, losses, figures, Elapsed, loader.Skipped, options.Folder);
            }
            catch (Exception error)
            {
                if (error is TrainingException failure)
                {
                    failure.HasBegun = hasBegun;
                }

                task.Dispose();
                throw;
            }
        }
        finally
        {
            (training as IDisposable)?.Dispose();
            (unseen as IDisposable)?.Dispose();
        }
    }

    public void Dispose()
    {
        log?.Dispose();
        meters.Dispose();
        average?.Dispose();
    }

    private TimeSpan Elapsed => before + Since(began);

    /// <summary>Time passed since a moment; never negative, even if the clock was set back.</summary>
    private TimeSpan Since(long moment) => options.Clock.GetElapsedTime(moment) is var passed && passed > TimeSpan.Zero ? passed : TimeSpan.Zero;

    private FileStream Take(string folder)
    {
        try
        {
            if (RunFolder.Exists(folder) && !options.Resume)
            {
                throw new TrainingException($"{folder} holds a run already: go on with it (--resume), or choose another folder.");
            }

            FileStream hold = RunFolder.Lock(folder);
            if (RunFolder.Exists(folder))
            {
                run = RunFolder.Open(folder);
                Recipe there = run.ReadRecipe();
                if (there.Hash != recipe.Hash)
                {
                    hold.Dispose();
                    throw new TrainingException($"{folder} holds a run of another recipe: {Differences(there)}.");
                }
            }
            else
            {
                run = RunFolder.Create(folder, recipe);
            }

            return hold;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"{folder} cannot hold a run: {error.Message}", error);
        }
    }

    private string Differences(Recipe there) => there.Task != recipe.Task
        ? $"its task is {there.Task}"
        : string.Join(", ", RecipeSetting.Of(recipe.GetType()).Where(setting => setting.Show(there) != setting.Show(recipe)).Select(setting => $"{setting.Name} is {setting.Show(there)} there and {setting.Show(recipe)} here"));

    /// <summary>Where the run starts: at its beginning, or where its last checkpoint was.</summary>
    private void Begin()
    {
        if (recipe.StartFrom.Length > 0)
        {
            task.LoadResult(recipe.StartFrom);
        }

        average = recipe.AverageDecay > 0 ? new(task, recipe.AverageDecay) : null;
        steps = recipe.Epochs * StepsPerEpoch;
        if (StepsPerEpoch == 0)
        {
            throw new RecipeException($"accumulate ({recipe.Accumulate}) batches of {recipe.BatchSize} make a step, and {training.Name} has only {loader.BatchesPerEpoch} batches.");
        }

        if (run is { IsFinished: true })
        {
            RunSummary summary = run.ReadSummary()!;
            task.LoadResult(run.Model);
            (step, before, losses, figures) = (steps, TimeSpan.FromSeconds(summary.Seconds), summary.Losses, summary.Validation);
        }
        else if (run?.Checkpoints() is [{ } last, ..])
        {
            Checkpoint state = Checkpoint.Read(last, task, average);
            (step, before, losses, figures) = (state.Step, TimeSpan.FromSeconds(state.Seconds), state.Losses, state.Validation);
            measures.AddRange(state.Measures);
            meters.Restore(state.LossSums, state.LossCount);
            saved = step;
        }

        log = run is null or { IsFinished: true } ? null : new(run, step, options.TensorBoard);
        began = reportedAt = options.Clock.GetTimestamp();
        firstStep = reportedStep = step;
    }

    private long StepsPerEpoch => loader.BatchesPerEpoch / recipe.Accumulate;

    private void Loop(CancellationToken stop)
    {
        while (step < steps && !stop.IsCancellationRequested)
        {
            long epoch = step / StepsPerEpoch, within = step % StepsPerEpoch;
            task.SetMode(training: true);
            foreach (LoadedBatch<T> batch in loader.Epoch(epoch, within * recipe.Accumulate, CancellationToken.None))
            {
                using (batch)
                {
                    if (within == StepsPerEpoch)
                    {
                        break; // batches too few for a step of their own
                    }

                    Learn(batch);
                }

                if (task.Updates.Values.Any(update => update.IsWaiting))
                {
                    continue;
                }

                (step, within) = (step + 1, within + 1);
                average?.Update(step);
                if (step % CollectEvery == 0)
                {
                    // Each step leaves some hundred small objects with native parts. The collector sees only their managed bytes, and where the
                    // processor's cache is large it lets a thousand steps pass, over which the process grows by tens of megabytes.
                    GC.Collect(0);
                }

                if (step % options.ReportEvery == 0 || step == steps)
                {
                    Report(epoch);
                }

                if (options.SampleEvery > 0 && step % options.SampleEvery == 0 && within < StepsPerEpoch)
                {
                    WhileInUse(Show);
                }

                if (stop.IsCancellationRequested)
                {
                    break;
                }

                if (options.CheckpointEvery > 0 && step % options.CheckpointEvery == 0 && within < StepsPerEpoch)
                {
                    Save();
                }
            }

            if (within == StepsPerEpoch)
            {
                EndEpoch(epoch);
            }
        }

        if (run is { IsFinished: true })
        {
            return;
        }

        if (step == steps)
        {
            Finish();
        }
        else
        {
            Save();
        }
    }

    private void Learn(LoadedBatch<T> batch)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        double rate = recipe.RateAt(step, StepsPerEpoch, measures);
        foreach (WeightUpdate update in task.Updates.Values)
        {
            update.Rate = rate;
        }

        // Dropout and noise follow from the step's number alone, so there is no generator to save.
        torch.manual_seed(unchecked((recipe.Seed * 1_000_003) + step));
        using Autocast? mixed = recipe.Precision == Precision.Bfloat16 ? new(device.type) : null;
        Losses noted = task.Learn(TrainingDevice.Move(batch.Samples, device, recipe.Precision));
        foreach (Tensor loss in noted.Values)
        {
            loss.DetachFromDisposeScope();
        }

        meters.Add(step, noted, batch.Items);
    }

    private void Report(long epoch)
    {
        meters.Read(training);
        losses = meters.TakeMeans();
        double seconds = Since(reportedAt).TotalSeconds, pace = Since(began).TotalSeconds / (step - firstStep);
        StepReport report = new(
            step, steps, epoch + 1, losses, recipe.RateAt(step - 1, StepsPerEpoch, measures),
            seconds > 0 ? (step - reportedStep) * recipe.BatchSize * recipe.Accumulate / seconds : 0, TimeSpan.FromSeconds(pace * (steps - step)));
        (reportedAt, reportedStep) = (options.Clock.GetTimestamp(), step);
        log?.Write(report, Elapsed);
        watcher?.Report(report);
    }

    private void EndEpoch(long epoch)
    {
        if (unseen is not null && ((epoch + 1) % options.ValidateEvery == 0 || step == steps))
        {
            WhileInUse(() => Validate(epoch));
        }

        if (step < steps)
        {
            Save();
        }
    }

    /// <summary>Does something with the averaged weights, where there are, in the networks' mode of use, without gradients.</summary>
    private void WhileInUse(Action action)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        torch.manual_seed(recipe.Seed);
        average?.Exchange();
        task.SetMode(training: false);
        try
        {
            action();
        }
        finally
        {
            task.SetMode(training: true);
            average?.Exchange();
        }
    }

    private void Validate(long epoch)
    {
        figures = recipe.Measure(task, unseen!, options.Workers, options.Strict);
        measures.Add(figures[task.Measure]);
        ValidationReport report = new(step, steps, epoch + 1, figures);
        log?.Write(report);
        watcher?.Report(report);
        Show();
    }

    private void Show()
    {
        if (unseen is null)
        {
            return;
        }

        T[] items = [.. Enumerable.Range(0, (int)Math.Min(options.SampleItems, unseen.Count)).Select(item => unseen.Item(item))];
        ImageGrid grid = task.Sample(TrainingDevice.Move(Datasets.Sample.Stack(items), device, recipe.Precision));
        run?.WriteSample(step, grid);
        log?.Write(step, grid);
        watcher?.Report(new SampleReport(step, steps, grid));
    }

    private void Save()
    {
        meters.Read(training);
        if (run is null || saved == step)
        {
            return;
        }

        run.RequireHere();
        RequireFinite();
        string path = run.CheckpointPath(step);
        Checkpoint.Write(path, new(Checkpoint.CurrentVersion, step, Elapsed.TotalSeconds, measures, figures, losses, meters.Sums, meters.Count), task, average);
        Checkpoint.Keep(run, options.KeepCheckpoints);
        saved = step;
        watcher?.Report(new CheckpointReport(step, steps, path));
    }

    /// <summary>A finite loss can still lead to a step into nowhere, and such weights must not replace good ones.</summary>
    private void RequireFinite()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        foreach ((string name, torch.nn.Module network) in task.Networks)
        {
            foreach ((string key, TorchSharp.Modules.Parameter parameter) in network.named_parameters())
            {
                if (!parameter.detach().sum().isfinite().item<bool>())
                {
                    throw new TrainingException($"By step {step} the weights {name}.{key} became NaN or infinite. A lower learningRate or a clipNorm may help; the last checkpoint is from before.");
                }
            }
        }
    }

    private void Finish()
    {
        RequireFinite();
        average?.Exchange();
        if (run is null)
        {
            return;
        }

        run.RequireHere();
        try
        {
            Safetensors.Write(run.Model, task.ResultState(), TrainedModel.Describe(recipe, training.ClassNames));
            run.WriteSummary(new(
                step, recipe.Epochs, Elapsed.TotalSeconds, task.Results.Sum(name => task.Networks[name].parameters().Sum(parameter => parameter.numel())),
                losses, figures, loader.Skipped.ToDictionary()));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw run.CannotWrite("The trained network", error);
        }

        // A finished run needs nothing to go on from.
        Checkpoint.Keep(run, 0);
    }
}
