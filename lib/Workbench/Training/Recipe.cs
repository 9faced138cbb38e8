using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workbench.Datasets;
using Workbench.Imaging;

namespace Workbench.Training;

/// <summary>
/// Everything that decides what a training run ends with: data, network, losses, optimizer, schedule, seed. The same recipe gives the same
/// weights on the same machine. How often a run reports, or how many threads load its data, is no part of it: see <see cref="TrainingOptions"/>.
/// </summary>
public abstract record Recipe
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>What the command line calls the task, such as <c>pix2pix</c>.</summary>
    [JsonIgnore]
    public abstract string Task { get; }

    /// <summary>The preset that this recipe began as, such as <c>quick</c>; of no influence.</summary>
    public string Preset { get; init; } = "";

    /// <summary>A drawn set, a known set or a path, as <see cref="DatasetCatalog.Open"/> takes it.</summary>
    [Setting("data set: a name or a path")]
    public string Data { get; init; } = "scenes";

    /// <summary>Side of the pictures that the network sees, in pixels.</summary>
    [Setting("side of the pictures in pixels", 8, 2048)]
    public int Size { get; init; } = 64;

    /// <summary>How many items of the training split make an epoch; 0 for all there are.</summary>
    [Setting("training items in an epoch, 0 for all", 0)]
    public long Items { get; init; }

    /// <summary>How many items of the validation split are measured on; 0 for none.</summary>
    [Setting("validation items, 0 for none", 0)]
    public long ValidationItems { get; init; } = 64;

    /// <summary>How often the training items are gone through.</summary>
    [Setting("passes over the training items", 1)]
    public long Epochs { get; init; } = 1;

    /// <summary>Items in a batch.</summary>
    [Setting("items in a batch", 1)]
    public int BatchSize { get; init; } = 16;

    /// <summary>Batches whose gradients are averaged into one step, where memory is too small for one large batch.</summary>
    [Setting("batches whose gradients make one step", 1)]
    public int Accumulate { get; init; } = 1;

    /// <summary>Of the first weights, the order and changes of items, and every other random number.</summary>
    [Setting("seed of everything random", 0)]
    public long Seed { get; init; } = 1;

    /// <summary>Where tensors live: <c>cpu</c> or <c>cuda</c>.</summary>
    [Setting("cpu or cuda")]
    public string Device { get; init; } = "cpu";

    /// <summary>Number format of networks and data.</summary>
    [Setting("number format of networks and data")]
    public Precision Precision { get; init; }

    /// <summary>What turns gradients into steps.</summary>
    [Setting("what turns gradients into steps")]
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    /// <summary>The learning rate before any schedule.</summary>
    [Setting("learning rate before the schedule", 0)]
    public double LearningRate { get; init; } = 2e-4;

    /// <summary>Adam's β1, or the momentum of SGD and RMSprop.</summary>
    [Setting("Adam's beta 1, or momentum", 0, 1)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Adam's β2.</summary>
    [Setting("Adam's beta 2", 0, 1)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>L2 penalty on the weights, added to the gradient.</summary>
    [Setting("L2 penalty on the weights", 0)]
    public double WeightDecay { get; init; }

    /// <summary>How the learning rate changes.</summary>
    [Setting("how the learning rate changes")]
    public ScheduleKind Schedule { get; init; }

    /// <summary>Epochs of linear decay at the end, of <see cref="Epochs"/>; for <see cref="ScheduleKind.Linear"/>.</summary>
    [Setting("last epochs over which the rate falls to 0 (linear)", 0)]
    public long DecayEpochs { get; init; }

    /// <summary>Epochs, or steps, between two cuts of the rate, or without progress before one: <see cref="ScheduleKind.Step"/>, <see cref="ScheduleKind.Iterations"/>, <see cref="ScheduleKind.Plateau"/>.</summary>
    [Setting("epochs or steps between cuts of the rate (step, iterations, plateau)", 1)]
    public long DecayEvery { get; init; } = 50;

    /// <summary>What a cut multiplies the rate by.</summary>
    [Setting("what a cut multiplies the rate by", 0, 1)]
    public double DecayFactor { get; init; } = 0.1;

    /// <summary>Steps over which the rate rises from nothing to its full value.</summary>
    [Setting("steps over which the rate rises at the start", 0)]
    public long WarmUpSteps { get; init; }

    /// <summary>Largest 2-norm of one optimizer's gradients together; 0 for no limit.</summary>
    [Setting("largest norm of the gradients, 0 for no limit", 0)]
    public double ClipNorm { get; init; }

    /// <summary>Decay of the running average of the resulting network's weights, which is then what a run gives; 0 for none.</summary>
    [Setting("decay of the average of weights, 0 for none", 0, 1)]
    public double AverageDecay { get; init; }

    /// <summary>Weights to begin with: the <c>model.safetensors</c> of a run or any weight file of the resulting network; empty for new ones.</summary>
    [Setting("weight file to begin with")]
    public string StartFrom { get; init; } = "";

    /// <summary>Beginnings of parameters' names that stay as they are, separated by commas, such as <c>features.</c>.</summary>
    [Setting("beginnings of names of parameters that stay as they are")]
    public string Freeze { get; init; } = "";

    /// <summary>Eight hexadecimal digits of all settings but <see cref="Preset"/>: equal recipes have equal hashes.</summary>
    [JsonIgnore]
    public string Hash =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Task + (this with { Preset = "" }).ToJson())))[..8];

    /// <summary>Reads what <see cref="ToJson"/> wrote, for the task it was written for.</summary>
    /// <param name="task">Name of the task.</param>
    /// <param name="json">The settings.</param>
    /// <returns>The recipe.</returns>
    /// <exception cref="RecipeException">The text is no recipe of this task; the message says where.</exception>
    public static Recipe FromJson(string task, string json)
    {
        Type kind = Recipes.Find(task).GetType();
        try
        {
            Recipe recipe = (Recipe)(JsonSerializer.Deserialize(json, kind, Json) ?? throw new JsonException("it is null"));
            recipe.Check();
            return recipe;
        }
        catch (JsonException error)
        {
            throw new RecipeException($"This is no recipe of {task}: {error.Message}");
        }
    }

    /// <summary>All settings, one a line.</summary>
    /// <returns>JSON that <see cref="FromJson"/> reads.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, GetType(), Json);

    /// <summary>This recipe with some settings changed.</summary>
    /// <param name="settings">Values by name, as they are typed: <c>lambdaL1</c> = <c>10</c>. Case and hyphens do not matter.</param>
    /// <returns>The changed recipe, checked.</returns>
    /// <exception cref="RecipeException">A name is unknown or a value does not fit; the message lists what there is.</exception>
    public Recipe With(IEnumerable<KeyValuePair<string, string>> settings)
    {
        Recipe changed = RecipeSetting.Change(this, settings);
        changed.Check();
        return changed;
    }

    /// <summary>Trains.</summary>
    /// <param name="options">How to run: folder, threads, intervals.</param>
    /// <param name="watcher">Hears of each report, sample and checkpoint; null for silence.</param>
    /// <param name="cancellation">Asks to finish the step, save and end; so does a notebook's stop button.</param>
    /// <returns>What came out; the caller disposes the networks in it.</returns>
    public abstract TrainingResult Train(TrainingOptions? options = null, IProgress<TrainingReport>? watcher = null, CancellationToken cancellation = default);

    /// <summary>The task with its networks as they are at the beginning, for looking at or loading weights into.</summary>
    /// <returns>The task; dispose it.</returns>
    public abstract TrainingTask CreateTask();

    /// <summary>The task for use alone, without the data it was trained on.</summary>
    /// <param name="classNames">What the data's labels stand for.</param>
    /// <returns>The task; dispose it.</returns>
    /// <exception cref="DatasetException">The networks take their form from the data's pictures.</exception>
    internal abstract TrainingTask CreateTaskWithoutData(IReadOnlyList<string> classNames);

    /// <summary>Measures trained networks on items that they were not trained on.</summary>
    /// <param name="trained">The task of a finished run.</param>
    /// <param name="split">Test for what is reported, validation for what settings are chosen by.</param>
    /// <param name="items">How many items; 0 for all, or the usual number of a drawn set.</param>
    /// <returns>Figures by name.</returns>
    /// <exception cref="RecipeException">The data has other classes than those that were learned.</exception>
    public abstract IReadOnlyDictionary<string, double> Evaluate(TrainingTask trained, Split split = Split.Test, long items = 0);

    /// <summary>
    /// Writes what trained networks make of items that they were not trained on, the same pictures that <see cref="Evaluate"/> measures, as
    /// PNG files: a folder of what was given, one of what was made, one of what is true, in each of them the same names.
    /// </summary>
    /// <param name="trained">The task of a finished run.</param>
    /// <param name="folder">Where to; files of these names are replaced.</param>
    /// <param name="split">See <see cref="Evaluate"/>.</param>
    /// <param name="items">See <see cref="Evaluate"/>.</param>
    /// <returns>How many items were written.</returns>
    /// <exception cref="RecipeException">The task makes no pictures.</exception>
    public abstract int WritePictures(TrainingTask trained, string folder, Split split = Split.Test, long items = 0);

    /// <summary>The learning rate of a step, a function of where the step is and of nothing else.</summary>
    /// <param name="step">Number of the step, from 0.</param>
    /// <param name="stepsPerEpoch">Steps in an epoch.</param>
    /// <param name="validation">The measure of each epoch so far, smaller is better; for <see cref="ScheduleKind.Plateau"/>.</param>
    /// <returns>The rate.</returns>
    public double RateAt(long step, long stepsPerEpoch, IReadOnlyList<double> validation)
    {
        long epoch = step / stepsPerEpoch;
        double factor = Schedule switch
        {
            ScheduleKind.Constant => 1,
            ScheduleKind.Linear => LearningRates.Linear(epoch, Epochs - DecayEpochs, DecayEpochs),
            ScheduleKind.Cosine => LearningRates.Cosine(epoch, Epochs),
            ScheduleKind.Step => LearningRates.Step(epoch, DecayEvery, DecayFactor),
            ScheduleKind.Iterations => LearningRates.Step(step, DecayEvery, DecayFactor),
            ScheduleKind.Plateau => LearningRates.Plateau(validation, DecayEvery, DecayFactor),
            _ => throw new RecipeException($"There is no schedule {Schedule}."),
        };
        return LearningRate * factor * LearningRates.WarmUp(step, WarmUpSteps);
    }

    /// <summary>Looks whether the settings go together.</summary>
    /// <exception cref="RecipeException">They do not; the message says which and why.</exception>
    public virtual void Check()
    {
        RecipeSetting.CheckRanges(this);
        if (Device is not ("cpu" or "cuda") && !Device.StartsWith("cuda:", StringComparison.Ordinal))
        {
            throw new RecipeException($"device is cpu, cuda or cuda:N, not '{Device}'.");
        }

        if (Precision == Precision.TensorFloat32 && Device == "cpu")
        {
            throw new RecipeException("precision tensorFloat32 is something that NVIDIA's GPUs have: take device=cuda with it, or precision=usual on the processor.");
        }

        if (Precision == Precision.Bfloat16 && !Autocast.IsHere)
        {
            throw new RecipeException("precision bfloat16 is to be had on Linux and macOS: take precision=usual here, or tensorFloat32 with device=cuda.");
        }

        if (DecayEpochs > Epochs)
        {
            throw new RecipeException($"decayEpochs ({DecayEpochs}) are among the epochs ({Epochs}) and cannot be more.");
        }

        if (Schedule == ScheduleKind.Plateau && ValidationItems == 0)
        {
            throw new RecipeException("The schedule plateau looks at the validation measure, and validationItems is 0.");
        }
    }

    /// <inheritdoc/>
    public sealed override string ToString() =>
        $"{Task}{(Preset.Length > 0 ? $" ({Preset})" : "")}: {string.Join(", ", RecipeSetting.Of(GetType()).Select(setting => $"{setting.Name}={setting.Show(this)}"))}";
}

/// <summary>A recipe for one kind of samples.</summary>
/// <typeparam name="T">What its data set must hold.</typeparam>
public abstract record Recipe<T> : Recipe
    where T : Sample
{
    /// <summary>What happens to each training sample on its way into a batch; null for nothing.</summary>
    [JsonIgnore]
    public virtual Datasets.Transforms.ITransform<T>? Transform => null;

    /// <summary>The same for recipes whose training items are the same.</summary>
    [JsonIgnore]
    internal string DataKey => $"{Data} {DataOptions(Split.Train)}";

    /// <summary>Opens this recipe's data.</summary>
    /// <param name="split">What the items are for.</param>
    /// <returns>The data set; dispose it if it can be.</returns>
    /// <exception cref="DatasetException">There is no such set, or it holds other samples.</exception>
    public IDataset<T> OpenData(Split split) => OpenData(DataOptions(split));

    /// <inheritdoc/>
    public sealed override TrainingTask<T> CreateTask()
    {
        IDataset<T> data = OpenData(Split.Train);
        try
        {
            return CreateTask(data);
        }
        finally
        {
            (data as IDisposable)?.Dispose();
        }
    }

    internal sealed override TrainingTask CreateTaskWithoutData(IReadOnlyList<string> classNames) => CreateTask(new AbsentData<T>(Data, classNames));

    /// <summary>The networks, losses and optimizers.</summary>
    /// <param name="data">The training data, for what the networks must fit, such as the number of classes.</param>
    /// <returns>The task; dispose it.</returns>
    public abstract TrainingTask<T> CreateTask(IDataset<T> data);

    /// <inheritdoc/>
    public sealed override TrainingResult Train(TrainingOptions? options = null, IProgress<TrainingReport>? watcher = null, CancellationToken cancellation = default)
    {
        using StopButton stop = new(cancellation);
        using Trainer<T> trainer = new(this, options ?? new(), watcher);
        return trainer.Run(stop.Token);
    }

    /// <inheritdoc/>
    public sealed override IReadOnlyDictionary<string, double> Evaluate(TrainingTask trained, Split split = Split.Test, long items = 0) =>
        OnUnseen(trained, split, items, data => Measure((TrainingTask<T>)trained, data, workers: 2, strict: false));

    /// <inheritdoc/>
    public sealed override int WritePictures(TrainingTask trained, string folder, Split split = Split.Test, long items = 0) => OnUnseen(trained, split, items, data =>
    {
        int written = 0;
        foreach (T batch in Batches(data, workers: 2, strict: false))
        {
            using DisposeScope scope = torch.NewDisposeScope();
            IReadOnlyDictionary<string, Tensor> pictures = ((TrainingTask<T>)trained).Pictures(batch);
            if (pictures.Count == 0)
            {
                throw new RecipeException($"{Task} makes no pictures that could be written.");
            }

            foreach ((string kind, Tensor several) in pictures)
            {
                for (int i = 0; i < several.shape[0]; i++)
                {
                    ImageFile.Save(several[i].cpu(), Path.Combine(folder, kind, $"{written + i:0000}.png"));
                }
            }

            written += (int)pictures.Values.First().shape[0];
        }

        return written;
    });

    internal IReadOnlyDictionary<string, double> Measure(TrainingTask<T> task, IDataset<T> data, int workers, bool strict) => task.Validate(Batches(data, workers, strict));

    private TResult OnUnseen<TResult>(TrainingTask trained, Split split, long items, Func<IDataset<T>, TResult> use)
    {
        IDataset<T> data = OpenData(DataOptions(split) with { Count = items > 0 ? items : null });
        try
        {
            if (trained.ClassNames.Count > 0 && !trained.ClassNames.SequenceEqual(data.ClassNames))
            {
                throw new RecipeException($"What was trained tells {string.Join(", ", trained.ClassNames)} apart, and {data.Name} has {(data.ClassNames.Count > 0 ? string.Join(", ", data.ClassNames) : "no classes")}.");
            }

            using DisposeScope scope = torch.NewDisposeScope();
            using IDisposable noGradient = torch.no_grad();
            torch.manual_seed(Seed);
            trained.SetMode(training: false);
            return use(data);
        }
        finally
        {
            (data as IDisposable)?.Dispose();
        }
    }

    private IEnumerable<T> Batches(IDataset<T> data, int workers, bool strict)
    {
        Loader<T> loader = new(data, (int)Math.Min(BatchSize, data.Count)) { Shuffled = false, Rest = true, Workers = workers, Strict = strict };
        foreach (LoadedBatch<T> batch in loader.Epoch(0))
        {
            using (batch)
            {
                yield return TrainingDevice.Move(batch.Samples, TrainingDevice.Of(this), Precision);
            }
        }
    }

    /// <summary>Opens <see cref="Recipe.Data"/>.</summary>
    /// <param name="options">What of it is wanted.</param>
    /// <returns>The set.</returns>
    protected virtual IDataset<T> OpenData(DatasetOptions options) => DatasetCatalog.Open<T>(Data, options);

    /// <summary>How this recipe's data is opened.</summary>
    /// <param name="split">What the items are for.</param>
    /// <returns>Size, seed and count.</returns>
    protected virtual DatasetOptions DataOptions(Split split) => new()
    {
        Split = split,
        Size = Size,
        Seed = Seed,
        Count = split == Split.Train ? (Items > 0 ? Items : null) : Math.Max(ValidationItems, 1),
    };
}
