namespace Workbench.Notebooks.Tests.Session;

public sealed class OutputTests : SessionTest
{
    [Fact]
    public async Task TheTrailingExpressionIsShownAsTextAndAsHtml()
    {
        CellRun run = await RunWellAsync("6 * 7");

        Assert.Equal("42", run.Result?.Text("text/plain"));
        Assert.Contains("42", run.Result?.Text("text/html"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var x = 1;")]
    [InlineData("Console.Write(1)")]
    [InlineData("if (true) { }")]
    [InlineData("")]
    public async Task WithoutATrailingValueThereIsNoResult(string code) => Assert.Null((await RunWellAsync(code)).Result);

    [Fact]
    public async Task ATrailingNullIsShown() => Assert.Equal("<null>", (await RunWellAsync("(string)null")).Value);

    [Fact]
    public async Task ATypeShowsItselfByItsToHtmlAndToString()
    {
        MimeBundle shown = (await RunWellAsync(
            "class Own { public string ToHtml() => \"<b>own</b>\"; public override string ToString() => \"own\"; }\nnew Own()")).Result!;

        Assert.Equal("<b>own</b>", shown.Text("text/html"));
        Assert.Equal("own", shown.Text("text/plain"));
    }

    [Fact]
    public async Task ARegisteredFormatterComesBeforeToHtml()
    {
        MimeBundle shown = (await RunWellAsync(
            """
            using Microsoft.DotNet.Interactive.Formatting;
            class Registered { public string ToHtml() => "own"; }
            Formatter.Register<Registered>(_ => "<i>registered</i>", "text/html");
            new Registered()
            """)).Result!;

        Assert.Equal("<i>registered</i>", shown.Text("text/html"));
    }

    [Fact]
    public async Task AnAttributeNamedTypeFormatterSourceIsEnough()
    {
        MimeBundle shown = (await RunWellAsync(
            """
            [TypeFormatterSource(typeof(Source))] class Shown { }
            class Source { public IEnumerable<object> CreateTypeFormatters() { yield return new ByName(); } }
            class ByName
            {
                public string MimeType => "text/html";
                public bool Format(object instance, TextWriter writer) { writer.Write("<i>by name</i>"); return true; }
            }
            class TypeFormatterSourceAttribute : Attribute
            {
                public TypeFormatterSourceAttribute(Type type) => FormatterSourceType = type;
                public Type FormatterSourceType { get; }
            }
            new Shown()
            """)).Result!;

        Assert.Equal("<i>by name</i>", shown.Text("text/html"));
    }

    [Fact]
    public async Task EveryPreferredMimeTypeIsInTheBundleAndJsonIsJson()
    {
        MimeBundle shown = (await RunWellAsync(
            """
            using Microsoft.DotNet.Interactive.Formatting;
            class Chart { public override string ToString() => "a chart"; }
            Formatter.SetPreferredMimeTypesFor(typeof(Chart), "application/vnd.plotly.v1+json", "text/html");
            Formatter.Register<Chart>(_ => "{ \"data\": [1, 2] }", "application/vnd.plotly.v1+json");
            Formatter.Register<Chart>(_ => "<svg/>", "text/html");
            new Chart()
            """)).Result!;

        Assert.Equal("a chart", shown.Text("text/plain"));
        Assert.Equal("<svg/>", shown.Text("text/html"));
        Assert.Equal(2, shown["application/vnd.plotly.v1+json"]!["data"]![1]!.GetValue<int>());
    }

    [Fact]
    public async Task AFormatterThatThrowsIsNamedAndTheRestIsShown()
    {
        MimeBundle shown = (await RunWellAsync(
            """
            using Microsoft.DotNet.Interactive.Formatting;
            class Broken { public override string ToString() => "still told"; }
            Formatter.Register<Broken>((Broken b) => throw new InvalidOperationException("no picture"), "text/html");
            new Broken()
            """)).Result!;

        Assert.Equal("still told\n[not shown as text/html: InvalidOperationException: no picture]", shown.Text("text/plain"));
    }

    [Theory]
    [InlineData("display(1); display(2);")]
    [InlineData("1.Display(); 2.Display();")]
    [InlineData("display(1);\n2.Display()")]
    public async Task DisplayShowsValuesOnTheWay(string code)
    {
        CellRun run = await RunWellAsync(code);

        Assert.Equal(["1", "2"], run.Displays.Select(d => d.Data.Text("text/plain")));
        Assert.Null(run.Result);
    }

    [Fact]
    public async Task ADisplayedValueIsUpdatedInItsPlaceEvenFromALaterCell()
    {
        CellRun first = await RunWellAsync("var shown = display(\"before\");");
        CellRun second = await RunWellAsync("shown.Update(\"after\");");

        DisplayUpdated update = Assert.Single(second.Events.OfType<DisplayUpdated>());
        Assert.Equal(first.Displays.Single().DisplayId, update.DisplayId);
        Assert.Equal("after", update.Data.Text("text/plain"));
    }

    [Fact]
    public async Task UpdatesInQuickSuccessionSendTheLastOne()
    {
        CellRun run = await RunWellAsync("var shown = display(0); for (int i = 1; i <= 10_000; i++) { shown.Update(i); }");

        DisplayUpdated[] updates = [.. run.Events.OfType<DisplayUpdated>()];
        Assert.Equal("10000", updates[^1].Data.Text("text/plain"));
        Assert.InRange(updates.Length, 1, 500);
    }

    [Fact]
    public async Task DisplayTakesTheMimeTypeItIsTold() =>
        Assert.Equal(["text/html"], (await RunWellAsync("display(1, \"text/html\");")).Displays.Single().Data.Select(d => d.Key));

    [Fact]
    public async Task BothConsoleStreamsArriveInOrderWithTheDisplays()
    {
        CellRun run = await RunWellAsync(
            "Console.Write(\"a\"); Console.WriteLine('b'); Console.Error.Write(\"c\"); display(1); Console.Write(\"{0}\", 2.5);");

        Assert.Collection(
            run.Outputs,
            o => Assert.Equal(new StreamOutput("stdout", "ab" + Environment.NewLine), o),
            o => Assert.Equal(new StreamOutput("stderr", "c"), o),
            o => Assert.IsType<DisplayOutput>(o),
            o => Assert.Equal(new StreamOutput("stdout", "2.5"), o));
    }

    [Fact]
    public async Task PrintedTextArrivesWhileTheCellStillRuns()
    {
        var arrived = new TaskCompletionSource();
        Task<CellOutcome> cell = Session.ExecuteAsync(
            "Console.Write(\"now\"); while (!File.Exists(\"" + Folder + "/go\")) { await Task.Delay(5); }",
            e => arrived.TrySetResult(),
            TestContext.Current.CancellationToken);

        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.False(cell.IsCompleted);
        Write("go", "");
        await cell;
    }

    [Fact]
    public async Task AMillionLinesAreFewMessagesAndTheRestIsCounted()
    {
        CellRun run = await RunWellAsync("for (int i = 0; i < 100_000; i++) { Console.WriteLine(\"123456789\"); }");

        Assert.Equal(TextLimit, run.Stdout.Length);
        Assert.Contains("900,000 more characters were printed and not kept", run.Stderr, StringComparison.Ordinal);
        Assert.InRange(run.Events.Count, 2, 200);
    }

    [Fact]
    public async Task AThreadThatPrintsAfterItsCellIsHeardInTheNext()
    {
        await RunWellAsync(
            "var done = new TaskCompletionSource(); var gate = new TaskCompletionSource();"
            + "_ = Task.Run(async () => { await gate.Task; Console.Write(\"late\"); done.SetResult(); });");

        CellRun next = await RunWellAsync("gate.SetResult(); await done.Task;");

        Assert.Equal("late", next.Stdout);
    }
}
