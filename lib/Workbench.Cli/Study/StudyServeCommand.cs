using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Workbench.Evaluation.Studies;

namespace Workbench.Cli;

/// <summary><c>workbench study serve</c>: makes a study, or goes on with one, and shows it to participants.</summary>
internal static class StudyServeCommand
{
    private static readonly StudyProtocol Default = new();

    private static readonly Option<string?> Real = new("--real") { Description = "Folder of the real pictures.", HelpName = "DIR" };
    private static readonly Option<string[]> Fake = new("--fake") { Description = "A method and the folder of its pictures; once for each method.", HelpName = "METHOD=DIR" };
    private static readonly Option<string> Output = new("--out") { Description = "The study's file. If it holds a study, that one goes on.", HelpName = "study.db", DefaultValueFactory = _ => "study.db" };
    private static readonly Option<int> Port = new("--port") { Description = "Port to listen on; 0 for any free one.", DefaultValueFactory = _ => 8350 };
    private static readonly Option<bool> Public = new("--public") { Description = "Listens to other machines too, and lets in only who has an invitation (workbench study invite)." };
    private static readonly Option<string?> Consent = new("--consent") { Description = "A text file with what participants agree to, in place of the usual words.", HelpName = "FILE" };
    private static readonly Option<int> Practice = new("--practice") { Description = "Practice trials, with feedback.", DefaultValueFactory = _ => Default.Practice };
    private static readonly Option<int> Trials = new("--trials") { Description = "Scored trials, without feedback.", DefaultValueFactory = _ => Default.Trials };
    private static readonly Option<int> Checks = new("--checks") { Description = "Attention checks among them.", DefaultValueFactory = _ => Default.Checks };
    private static readonly Option<int> Exposure = new("--exposure") { Description = "How long each picture is shown, in milliseconds.", DefaultValueFactory = _ => Default.ExposureMs };
    private static readonly Option<int> Size = new("--size") { Description = "Side of the square that all pictures are cut and brought to, in pixels.", DefaultValueFactory = _ => Default.PictureSize };
    private static readonly Option<bool> Together = new("--together") { Description = "Shows both pictures at once, not one after the other." };
    private static readonly Option<bool> Unpaired = new("--unpaired") { Description = "Shows a generated picture against any real one, not the one of its name." };
    private static readonly Option<int> Seed = new("--seed") { Description = "Another seed, other pairs, sides and methods." };

    private static readonly Option[] OfProtocol = [Practice, Trials, Checks, Exposure, Size, Together, Unpaired, Seed];

    public static Command Create()
    {
        Command command = new("serve", "Shows a study to participants: a page on this machine, answers kept as they come.") { Real, Fake, Output, Port, Public, Consent };
        foreach (Option option in OfProtocol)
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed => ModelCommand.Guarded(() => ServeAsync(parsed).GetAwaiter().GetResult()));
        return command;
    }

    private static async Task<int> ServeAsync(ParseResult parsed)
    {
        using StopOnCtrlC stop = new();
        string? consent = parsed.GetValue(Consent) is { } file ? await File.ReadAllTextAsync(file) : null;
        StudyFile study;
        try
        {
            study = OpenOrCreate(parsed, stop.Token);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }

        using (study)
        {
            bool isPublic = parsed.GetValue(Public);
            StudyServer server = new(study, isPublic, consent, line => Console.WriteLine($"{DateTime.Now:HH:mm:ss} {line}"));
            await using WebApplication app = await server.StartAsync(parsed.GetValue(Port));
            string address = app.Urls.First();
            Console.WriteLine($"{study.Path}: {string.Join(", ", study.Methods)}; {study.Protocol.AllTrials} trials a participant; {study.Participants} joined, {study.Finished} finished.");
            Console.WriteLine(isPublic
                ? $"Listening on {address} for who has one of {study.OpenInvitations} open invitations; `workbench study invite {study.Path} --count 20` makes more, now or later. Put a server that speaks HTTPS in front where the network is not yours."
                : $"Open {address} in a browser.");
            Console.WriteLine("Ctrl-C stops; every answer is kept, and the same command goes on.");
            await Task.Delay(Timeout.Infinite, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            await app.StopAsync(new CancellationTokenSource(TimeSpan.FromSeconds(2)).Token);
            Console.WriteLine($"{study.Participants} joined, {study.Finished} finished: workbench study report {study.Path}");
            return ExitCode.Success;
        }
    }

    private static StudyFile OpenOrCreate(ParseResult parsed, CancellationToken stop)
    {
        string path = parsed.GetValue(Output)!;
        Dictionary<string, string> fakes = Methods(parsed.GetValue(Fake) ?? []);
        string? real = parsed.GetValue(Real);
        if (!StudyFile.Exists(path))
        {
            if (real is null || fakes.Count == 0)
            {
                throw new UsageException($"{path} holds no study yet: a new one needs --real DIR and --fake METHOD=DIR.");
            }

            StudyProtocol protocol = Asked(parsed, Default).Checked();
            StudyPictures pictures = StudyPictures.Open(protocol, real, fakes);
            WarnOfFormats(pictures);
            return StudyFile.Create(path, protocol, pictures, Progress, stop: stop);
        }

        StudyFile study = StudyFile.Open(path);
        try
        {
            if (Asked(parsed, study.Protocol) != study.Protocol)
            {
                throw new UsageException($"{path} holds a study with other settings: {study.Protocol}. Leave them out to go on with it, or name another file with --out.");
            }

            if ((real is not null || fakes.Count > 0) && (real is null || fakes.Count == 0 || StudyPictures.Open(study.Protocol, real, fakes).Digest() != study.Digest))
            {
                throw new UsageException($"{path} holds a study of other pictures or methods ({string.Join(", ", study.Methods)}). Leave out --real and --fake to go on with it, or name another file with --out.");
            }

            return study;
        }
        catch
        {
            study.Dispose();
            throw;
        }
    }

    /// <summary>The protocol on the command line; what is not on it is as in <paramref name="otherwise"/>.</summary>
    private static StudyProtocol Asked(ParseResult parsed, StudyProtocol otherwise)
    {
        T Value<T>(Option<T> option, T value) => parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option)! : value;
        return new()
        {
            Practice = Value(Practice, otherwise.Practice),
            Trials = Value(Trials, otherwise.Trials),
            Checks = Value(Checks, otherwise.Checks),
            ExposureMs = Value(Exposure, otherwise.ExposureMs),
            PictureSize = Value(Size, otherwise.PictureSize),
            Presentation = Value(Together, otherwise.Presentation == Presentation.Together) ? Presentation.Together : Presentation.InTurn,
            Paired = !Value(Unpaired, !otherwise.Paired),
            Seed = Value(Seed, otherwise.Seed),
        };
    }

    /// <summary>Methods and their folders, as <c>--fake METHOD=DIR</c> names them; the folder's name for one without.</summary>
    internal static Dictionary<string, string> Methods(string[] named, string option = "--fake")
    {
        Dictionary<string, string> methods = [];
        foreach (string one in named)
        {
            int equals = one.IndexOf('=', StringComparison.Ordinal);
            (string method, string folder) = equals < 0 ? (Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(one))), one) : (one[..equals], one[(equals + 1)..]);
            if (method.Length == 0 || folder.Length == 0)
            {
                throw new UsageException($"{option} {one}: a method and a folder, as in pix2pix=results/pix2pix.");
            }

            if (!methods.TryAdd(method, folder))
            {
                throw new UsageException($"{option} {one}: there are two folders for {method}; name the methods, as in {method}-2={folder}.");
            }
        }

        return methods;
    }

    // Pixels keep what a lossy format did to them, whatever they are written as here.
    private static void WarnOfFormats(StudyPictures pictures)
    {
        static string Formats(PictureFolder folder) =>
            string.Join("/", folder.Files.Values.Select(file => Path.GetExtension(file).ToLowerInvariant() is ".jpg" or ".jpeg" or ".webp" ? "lossy" : "lossless").Distinct().Order());
        if (pictures.Fakes.FirstOrDefault(method => Formats(method.Value) != Formats(pictures.Real)) is { Key: not null } other)
        {
            Console.Error.WriteLine($"Note: the real pictures are {Formats(pictures.Real)} files and those of {other.Key} {Formats(other.Value)}; traces of compression may tell them apart. Saving both in one format avoids it.");
        }
    }

    private static void Progress(int ready, int all)
    {
        if (!Console.IsErrorRedirected)
        {
            Console.Error.Write($"\rPreparing pictures: {ready} of {all}{(ready == all ? "\n" : "")}");
        }
    }
}
