using System.CommandLine;
using System.Net;
using System.Text;
using Workbench.Imaging;
using Workbench.Training;

namespace Workbench.Cli;

/// <summary><c>workbench colorize</c> and <c>workbench translate</c>: photographs through a trained network.</summary>
internal static class PicturesCommand
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp"];

    /// <summary>Models that come with the workbench, each with its card beside it.</summary>
    private static readonly string Models = Path.Combine("results", "models");

    public static Command Colorize() => Create(
        "colorize", "Gives photographs colours: any size, the colour laid over their own lightness.",
        new("--model") { Description = $"A finished run, its model.safetensors, or the name of a model in {Models}.", DefaultValueFactory = _ => "global-local", HelpName = "RUN|FILE|NAME" }, back: null,
        (task, model, _) => task is IColorizer colorizer ? colorizer.Colorize : throw new UsageException($"{model} has learned to translate or to tell apart, not to colour."));

    public static Command Translate() => Create(
        "translate", "Makes pictures of one kind into pictures of another, as pix2pix or CycleGAN learned it.",
        new("--model") { Description = "A finished run, or its model.safetensors.", Required = true, HelpName = "RUN|FILE" }, new("--back") { Description = "The other way round, for CycleGAN." },
        (task, model, back) => task is ITranslator translator ? images => translator.TranslateAnySize(images, back) : throw new UsageException($"{model} has not learned to translate pictures."));

    private static Command Create(string name, string description, Option<string> model, Option<bool>? back, Func<TrainingTask, string, bool, Func<Tensor, Tensor>> use)
    {
        Argument<string[]> inputs = new("in") { Description = "Pictures, or folders of them.", Arity = ArgumentArity.OneOrMore };
        Option<string> output = new("--out", "-o") { Description = "The folder to write to; index.html in it shows before and after.", DefaultValueFactory = _ => $"{name}d", HelpName = "DIR" };
        Command command = new(name, description) { inputs, model, output };
        if (back is not null)
        {
            command.Options.Add(back);
        }

        command.SetAction(parsed => ModelCommand.Guarded(() =>
        {
            List<(string Path, string Name)> pictures = Find(parsed.GetValue(inputs)!);
            string place = Place(parsed.GetValue(model)!);
            using TrainingTask task = TrainedModel.Load(place);
            Func<Tensor, Tensor> change = use(task, place, back is not null && parsed.GetValue(back));
            return Run(pictures, parsed.GetValue(output)!, change, name);
        }));
        return command;
    }

    private static string Place(string model)
    {
        string shipped = Path.Combine(Models, $"{model}.safetensors");
        if (File.Exists(shipped))
        {
            return shipped;
        }

        if (Path.Exists(model) || RunFolder.Exists(Path.Combine(RunFolder.Runs, model)))
        {
            return model;
        }

        string[] names = Directory.Exists(Models) ? [.. Directory.GetFiles(Models, "*.safetensors").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)] : [];
        throw new UsageException($"There is no run, file or model {model}. "
            + (names.Length > 0 ? $"Models in {Models}: {string.Join(", ", names)}." : $"Models that have names lie in {Models} of the workbench's own folder."));
    }

    private static List<(string Path, string Name)> Find(string[] inputs)
    {
        List<(string Path, string Name)> pictures = [];
        foreach (string input in inputs)
        {
            if (Directory.Exists(input))
            {
                pictures.AddRange(Directory.EnumerateFiles(input, "*", SearchOption.AllDirectories)
                    .Where(file => Extensions.Contains(Path.GetExtension(file).ToLowerInvariant())).Order(StringComparer.Ordinal)
                    .Select(file => (file, Path.ChangeExtension(Path.GetRelativePath(input, file), ".png"))));
            }
            else if (File.Exists(input))
            {
                pictures.Add((input, Path.ChangeExtension(Path.GetFileName(input), ".png")));
            }
            else
            {
                throw new UsageException($"{input}: there is no such picture or folder.");
            }
        }

        if (pictures.Count == 0)
        {
            throw new UsageException($"There is no picture in {string.Join(", ", inputs)} ({string.Join(", ", Extensions)}).");
        }

        return pictures.GroupBy(picture => picture.Name).FirstOrDefault(group => group.Count() > 1) is { } same
            ? throw new UsageException($"{string.Join(" and ", same.Select(picture => picture.Path))} would both become {same.Key}: give them in two calls.")
            : pictures;
    }

    private static int Run(List<(string Path, string Name)> pictures, string folder, Func<Tensor, Tensor> change, string verb)
    {
        using StopOnCtrlC stop = new();
        List<(string Name, byte[] Before)> done = [];
        int failed = 0;
        foreach ((string path, string name) in pictures)
        {
            if (stop.Token.IsCancellationRequested)
            {
                break;
            }

            using DisposeScope scope = torch.NewDisposeScope();
            try
            {
                Tensor image = ImageFile.Load(path);
                Tensor given = image.shape[0] == 1 ? image.expand(3, image.shape[1], image.shape[2]) : image;
                ImageFile.Save(change(given.unsqueeze(0))[0], Path.Combine(folder, name));
                done.Add((name, ImageFile.EncodePng(verb == "colorize" ? ColorSpace.Grey(given) : given)));
                Console.Error.WriteLine($"{done.Count + failed}/{pictures.Count}  {Path.Combine(folder, name)}");
            }
            catch (ImageFileException error)
            {
                failed++;
                Console.Error.WriteLine(error.Message);
            }
        }

        if (done.Count > 0)
        {
            File.WriteAllText(Path.Combine(folder, "index.html"), Page(done));
            Console.WriteLine(Path.Combine(folder, "index.html"));
        }

        return stop.Token.IsCancellationRequested ? ExitCode.Interrupted : failed > 0 ? ExitCode.Failure : ExitCode.Success;
    }

    /// <summary>Before and after on each other; a handle moves the border between them.</summary>
    private static string Page(List<(string Name, byte[] Before)> pictures)
    {
        StringBuilder page = new("""
            <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Before and after</title>
            <style>body{font:16px system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}figure{margin:0 0 2rem}.wipe{position:relative;display:inline-block;--x:50%}
            .wipe img{display:block;max-width:100%}.wipe img+img{position:absolute;inset:0;clip-path:inset(0 0 0 var(--x))}.wipe input{position:absolute;inset:auto 0 0 0;width:100%;margin:0}</style>

            """);
        foreach ((string name, byte[] before) in pictures)
        {
            string link = string.Join('/', name.Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString)), text = WebUtility.HtmlEncode(name);
            page.Append($"<figure><div class=\"wipe\"><img alt=\"{text}, before\" src=\"data:image/png;base64,{Convert.ToBase64String(before)}\"><img alt=\"{text}, after\" src=\"{link}\">")
                .Append("<input type=\"range\" min=\"0\" max=\"100\" value=\"50\" aria-label=\"border between before and after\" oninput=\"this.parentNode.style.setProperty('--x',this.value+'%')\"></div>")
                .Append($"<figcaption>{text}: before on the left, after on the right</figcaption></figure>\n");
        }

        return page.Append("</html>").ToString();
    }
}
