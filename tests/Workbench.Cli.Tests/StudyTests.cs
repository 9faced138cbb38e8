using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Workbench.Testing;

namespace Workbench.Cli.Tests;

/// <summary>A human study, end to end: three methods, two hundred simulated participants, a killed server, the page in a browser, the report.</summary>
public sealed partial class StudyTests : IDisposable
{
    private readonly Workbench workbench = new();

    public StudyTests()
    {
        foreach ((string folder, byte shade) in new[] { ("real", (byte)200), ("one", (byte)40), ("two", (byte)90), ("three", (byte)140) })
        {
            Directory.CreateDirectory(workbench.PathOf(folder));
            for (int i = 0; i < 12; i++)
            {
                WriteBitmap(workbench.PathOf(folder, $"{i}.bmp"), 24, (byte)(shade + (4 * i)));
            }
        }
    }

    public void Dispose() => workbench.Dispose();

    [Fact]
    public async Task TwoHundredParticipantsAndAKilledServerLoseNothing()
    {
        string[] protocol = ["--practice", "2", "--trials", "6", "--checks", "0", "--size", "16"];
        for (int half = 0; half < 2; half++)
        {
            using Process server = Serve(protocol);
            Uri address = await AddressOf(server);
            using HttpClient client = new() { BaseAddress = address };
            await Parallel.ForEachAsync(Enumerable.Range(100 * half, 100), TestContext.Current.CancellationToken, async (number, cancellation) => await TakePart(client, number, cancellation));
            server.Kill(); // no farewell
            await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Finished report = await workbench.RunAsync("study", "report", "study.db", "--json", "--no-exclusions");
        Assert.True(report.Code == 0, report.Error);
        using JsonDocument json = JsonDocument.Parse(report.Output);
        JsonElement[] methods = [.. json.RootElement.GetProperty("methods").EnumerateArray()];
        Assert.Equal(["one", "three", "two"], methods.Select(method => method.GetProperty("method").GetString()).Order());
        Assert.Equal(200, methods.Sum(method => method.GetProperty("participants").GetInt32()));
        Assert.Equal(1200, methods.Sum(method => method.GetProperty("trials").GetInt32()));
        foreach (JsonElement method in methods)
        {
            Assert.InRange(method.GetProperty("participants").GetInt32(), 60, 73);
            JsonElement rate = method.GetProperty("labelledReal");
            Assert.InRange(rate.GetProperty("value").GetDouble(), 35, 65); // they guess
            Assert.InRange(50, rate.GetProperty("low").GetDouble() - 6, rate.GetProperty("high").GetDouble() + 6);
        }
    }

    /// <summary>Killed three times while answers are under way: what was confirmed is there, once, and what was not is there or asked for again.</summary>
    [Fact]
    public async Task AServerKilledWhileAnswersAreUnderWayHasAllThatItConfirmed()
    {
        const int People = 12, Trials = 12;
        string[] protocol = ["--practice", "0", "--trials", $"{Trials}", "--checks", "0", "--size", "16"];
        string[] participants = new string[People];
        int[] confirmed = new int[People];
        for (int life = 0; life < 4; life++)
        {
            using Process server = Serve(life == 0 ? protocol : [], goesOn: life > 0);
            using HttpClient client = new() { BaseAddress = await AddressOf(server) };
            int left = life == 3 ? int.MaxValue : 30; // answers until the next kill
            await Parallel.ForEachAsync(Enumerable.Range(0, People), new ParallelOptions { MaxDegreeOfParallelism = People }, async (person, cancellation) =>
            {
                try
                {
                    if (participants[person] is null)
                    {
                        using HttpResponseMessage join = await client.PostAsJsonAsync("api/join", new { }, cancellation);
                        participants[person] = (await join.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("participant").GetString()!;
                    }

                    for (bool first = true; ; first = false)
                    {
                        JsonElement state = await Send(client, participants[person], HttpMethod.Get, "api/state", null, cancellation);
                        int answered = state.GetProperty("answered").GetInt32();
                        Assert.InRange(answered, confirmed[person], confirmed[person] + (first ? 1 : 0)); // one may be kept whose confirmation was lost
                        confirmed[person] = answered;
                        if (answered == Trials)
                        {
                            return;
                        }

                        await Send(client, participants[person], HttpMethod.Post, "api/answer", Answer(answered + 1, person % 2 == 0 ? "left" : "right"), cancellation);
                        confirmed[person]++;
                        if (Interlocked.Decrement(ref left) == 0)
                        {
                            server.Kill(); // SIGKILL, with up to eleven other answers on their way
                        }
                    }
                }
                catch (HttpRequestException)
                {
                    Assert.True(left <= 0, "The server went before it was killed.");
                }
            });
            server.Kill();
            await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.All(confirmed, count => Assert.Equal(Trials, count));
        Finished report = await workbench.RunAsync("study", "report", "study.db", "--json", "--no-exclusions");
        using JsonDocument json = JsonDocument.Parse(report.Output);
        JsonElement[] people = [.. json.RootElement.GetProperty("participants").EnumerateArray().Where(person => person.GetProperty("trials").GetInt32() > 0)];
        Assert.Equal(People, people.Length); // somebody whose joining was not confirmed in time joined again
        Assert.All(people, person => Assert.Equal(Trials, person.GetProperty("trials").GetInt32()));
        Assert.All(people, person => Assert.Equal(50, person.GetProperty("labelledReal").GetDouble())); // one side throughout, and sides are balanced
    }

    [Fact]
    public async Task AClassifierJudgesWhereNoPeopleAreAndSaysThatItIsNone()
    {
        Directory.CreateDirectory(workbench.PathOf("copy"));
        foreach (string file in Directory.GetFiles(workbench.PathOf("real")))
        {
            File.Copy(file, workbench.PathOf("copy", Path.GetFileName(file)));
        }

        string[] judge = ["study", "judge", "--real", "real", "--fake", "dark=one", "--fake", "copy=copy", "--size", "16", "--epochs", "60"];
        Finished finished = await workbench.RunAsync([.. judge, "--json"]), text = await workbench.RunAsync(judge);

        Assert.True(finished.Code == 0, finished.Error);
        using JsonDocument json = JsonDocument.Parse(finished.Output);
        Assert.Equal("a classifier, not people", json.RootElement.GetProperty("judge").GetString());
        Dictionary<string, JsonElement> methods = json.RootElement.GetProperty("methods").EnumerateArray().ToDictionary(method => method.GetProperty("method").GetString()!);

        // A copy of the real picture gets the same vote: a tie, half a point. Pictures a quarter as bright do not pass.
        Assert.Equal((0.5, 0.5), (Value(methods["copy"], "fooled"), Value(methods["copy"], "accuracy")));
        Assert.Equal(0, Value(methods["dark"], "fooled"));
        Assert.InRange(methods["dark"].GetProperty("fooled").GetProperty("high").GetDouble(), 0.1, 0.3); // Wilson's, for 0 of 12
        Assert.Equal(-0.5, Value(json.RootElement.GetProperty("differences")[0], "difference"));
        Assert.Contains("A classifier's judgement, not people's: 12 pairs of 16×16 pixels", text.Output, StringComparison.Ordinal);
        Assert.Matches(@"dark − copy\s+-0.500 \[-0.500, -0.500\]\s+copy fools it more", text.Output);

        static double Value(JsonElement of, string name) => of.GetProperty(name).GetProperty("value").GetDouble();
    }

    [Theory]
    [InlineData("0 (only one)", "--fake", "one=one")]
    [InlineData("--size 15: 16 or more", "--fake", "two=two", "--size", "15")]
    [InlineData("at least 40 (20 folds)", "--fake", "two=two", "--folds", "20")]
    [InlineData("nowhere: there is no such folder", "--fake", "nowhere")]
    public async Task WhatCannotBeJudgedIsRefused(string message, params string[] arguments)
    {
        File.Delete(workbench.PathOf("real", "0.bmp"));
        File.Delete(workbench.PathOf("two", "0.bmp"));
        Finished finished = await workbench.RunAsync(["study", "judge", "--real", "real", .. arguments]);
        Assert.Equal(2, finished.Code);
        Assert.Contains(message, finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAnswerCountsOnceAndOnlyInItsTurn()
    {
        using Process server = Serve(["--practice", "1", "--trials", "3", "--checks", "0", "--size", "16"]);
        using HttpClient client = new() { BaseAddress = await AddressOf(server) };
        JsonElement joined = await Post(client, "api/join", new { });
        client.DefaultRequestHeaders.Authorization = new("Bearer", joined.GetProperty("participant").GetString());
        JsonElement next = (await Get(client, "api/state")).GetProperty("next");
        int first = next.GetProperty("number").GetInt32();

        Assert.Equal(HttpStatusCode.Conflict, (await client.PostAsJsonAsync("api/answer", Answer(first + 1, "left"), TestContext.Current.CancellationToken)).StatusCode);
        JsonElement practice = await Post(client, "api/answer", Answer(first, "left"));
        Assert.NotEqual(JsonValueKind.Null, practice.GetProperty("wasRight").ValueKind);
        await Post(client, "api/answer", Answer(first, "left")); // sent again: a lost reply
        Assert.Equal(HttpStatusCode.Conflict, (await client.PostAsJsonAsync("api/answer", Answer(first, "right"), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(1, (await Get(client, "api/state")).GetProperty("answered").GetInt32());

        JsonElement scored = await Post(client, "api/answer", Answer((await Get(client, "api/state")).GetProperty("next").GetProperty("number").GetInt32(), "right"));
        Assert.Equal(JsonValueKind.Null, scored.GetProperty("wasRight").ValueKind);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("picture/..%2f..%2fetc%2fpasswd", TestContext.Current.CancellationToken)).StatusCode);
        client.DefaultRequestHeaders.Authorization = new("Bearer", "somebody");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("api/state", TestContext.Current.CancellationToken)).StatusCode);
        server.Kill();
    }

    [Fact]
    public async Task InPublicOnlyAnInvitationLetsInAndOnlyOnceAPerson()
    {
        using Process server = Serve(["--practice", "1", "--trials", "2", "--checks", "0", "--size", "16", "--public"]);
        Uri address = await AddressOf(server);
        using HttpClient client = new() { BaseAddress = new($"http://127.0.0.1:{address.Port}/") };
        Finished invited = await workbench.RunAsync("study", "invite", "study.db", "--count", "2", "--address", "https://study.example.org/test?x=1");
        Assert.True(invited.Code == 0, invited.Error);
        string[] links = invited.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.All(links, link => Assert.Matches("^https://study.example.org/test#[A-Za-z0-9_-]{20,}$", link));
        Assert.Equal(2, links.Distinct().Count());

        Assert.True((await Get(client, "api/study")).GetProperty("isPublic").GetBoolean());
        Assert.Equal(HttpStatusCode.Forbidden, (await Join(null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Join("guessed")).StatusCode);
        string token = links[0].Split('#')[1];
        string first = await Participant(token), again = await Participant(token), second = await Participant(links[1].Split('#')[1]);
        Assert.Equal(first, again);
        Assert.NotEqual(first, second);
        server.Kill();
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);

        // The next server knows them, and who was not invited is still nobody.
        using Process later = Serve(["--public"], goesOn: true);
        using HttpClient there = new() { BaseAddress = new($"http://127.0.0.1:{(await AddressOf(later)).Port}/") };
        there.DefaultRequestHeaders.Authorization = new("Bearer", first);
        Assert.Equal(0, (await Get(there, "api/state")).GetProperty("answered").GetInt32());
        later.Kill();

        Task<HttpResponseMessage> Join(string? invitation) => client.PostAsJsonAsync("api/join", new { invitation }, TestContext.Current.CancellationToken);
        async Task<string> Participant(string invitation) => (await Post(client, "api/join", new { invitation })).GetProperty("participant").GetString()!;
    }

    [Fact]
    public async Task WithoutPublicAPageElsewhereGetsNothing()
    {
        using Process server = Serve(["--practice", "1", "--trials", "2", "--checks", "0", "--size", "16"]);
        Uri address = await AddressOf(server);
        Assert.Equal("127.0.0.1", address.Host);
        using HttpClient client = new() { BaseAddress = address };
        using HttpRequestMessage rebound = new(HttpMethod.Get, "api/study") { Headers = { Host = "study.example.org" } };
        using HttpRequestMessage foreign = new(HttpMethod.Get, "api/study");
        foreign.Headers.Add("Origin", "https://elsewhere.example.org");

        Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync(rebound, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync(foreign, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("api/study", TestContext.Current.CancellationToken)).StatusCode);
        server.Kill();
    }

    [Theory]
    [InlineData(1280, false)]
    [InlineData(390, true)]
    public async Task ThePageLeadsThroughPracticeAndTestByKeyboardAndByTouch(int width, bool touch)
    {
        using Process server = Serve(["--practice", "2", "--trials", "3", "--checks", "1", "--exposure", "60", "--size", "64"]);
        await using Browser browser = await Browser.StartAsync();
        IPage page = await browser.VisitAsync(await AddressOf(server), width, touch);
        await page.Locator("#start").WaitForAsync();
        bool reloaded = false;
        for (int i = 0; i < 600 && !await page.Locator("#thanks").IsVisibleAsync(); i++)
        {
            // "Start", "Next", "Go on", as they come, or the left picture once it may be chosen.
            float[] place = await page.EvaluateAsync<float[]>("""
                () => {
                  const go = [...document.querySelectorAll('button.go')].find(one => one.offsetParent);
                  const left = document.getElementById('left');
                  const next = go ?? (left.offsetParent && !left.disabled ? left : null);
                  next?.scrollIntoView({ block: 'nearest' });
                  const box = next?.getBoundingClientRect();
                  return box ? [box.x + box.width / 2, box.y + box.height / 2, go ? 1 : 0] : [];
                }
                """);
            if (place.Length > 0 && touch)
            {
                await page.Touchscreen.TapAsync(place[0], place[1]);
            }
            else if (place.Length > 0)
            {
                await page.Keyboard.PressAsync(place[2] > 0 ? "Enter" : "ArrowRight"); // the page puts the focus on its buttons
            }

            if (i == 20 && !reloaded)
            {
                reloaded = true;
                await page.ReloadAsync();
            }

            await page.WaitForTimeoutAsync(40);
        }

        Assert.True(await page.Locator("#thanks").IsVisibleAsync(), await page.InnerTextAsync("main"));
        Assert.Empty(browser.RequestsOutside);
        Assert.Empty(browser.ScriptErrors);
        server.Kill();
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        Finished report = await workbench.RunAsync("study", "report", "study.db", "--json", "--no-exclusions");
        using JsonDocument json = JsonDocument.Parse(report.Output);
        Assert.Equal(1, json.RootElement.GetProperty("methods").EnumerateArray().Sum(method => method.GetProperty("participants").GetInt32()));
    }

    [Theory]
    [InlineData("nowhere", "--real", "nowhere", "--fake", "one=one")]
    [InlineData("12 pictures, and 50 are needed", "--real", "real", "--fake", "one")]
    public async Task WhatCannotBeServedIsRefused(string message, params string[] arguments)
    {
        Finished finished = await workbench.RunAsync(["study", "serve", .. arguments, "--port", "0"]);
        Assert.Equal(2, finished.Code);
        Assert.Contains(message, finished.Error, StringComparison.Ordinal);
    }

    private static object Answer(int trial, string fake) => new { trial, fake, responseMs = 900, leftMs = 1000, rightMs = 1000 };

    private static async Task TakePart(HttpClient client, int number, CancellationToken cancellation)
    {
        Random random = new(number);
        using HttpResponseMessage join = await client.PostAsJsonAsync("api/join", new { }, cancellation);
        string participant = (await join.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("participant").GetString()!;
        while (true)
        {
            JsonElement next = (await Ask(HttpMethod.Get, "api/state", null)).GetProperty("next");
            if (next.ValueKind == JsonValueKind.Null)
            {
                return;
            }

            await Ask(HttpMethod.Get, $"picture/{next.GetProperty("left").GetString()}", null);
            await Ask(HttpMethod.Get, $"picture/{next.GetProperty("right").GetString()}", null);
            await Ask(HttpMethod.Post, "api/answer", Answer(next.GetProperty("number").GetInt32(), random.Next(2) == 0 ? "left" : "right"));
        }

        Task<JsonElement> Ask(HttpMethod method, string path, object? body) => Send(client, participant, method, path, body, cancellation);
    }

    private static async Task<JsonElement> Send(HttpClient client, string participant, HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(method, path);
        request.Headers.Authorization = new("Bearer", participant);
        request.Content = body is null ? null : JsonContent.Create(body);
        using HttpResponseMessage response = await client.SendAsync(request, cancellation);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode}");
        return path.StartsWith("picture", StringComparison.Ordinal) ? default : await response.Content.ReadFromJsonAsync<JsonElement>(cancellation);
    }

    private static async Task<JsonElement> Get(HttpClient client, string path) => await client.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);

    private static async Task<JsonElement> Post(HttpClient client, string path, object body)
    {
        using HttpResponseMessage response = await client.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode}");
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    /// <summary>A bitmap of one grey; square if no height is given, sides multiples of four.</summary>
    internal static void WriteBitmap(string path, int width, byte shade, int height = 0)
    {
        height = height == 0 ? width : height;
        byte[] file = new byte[54 + (width * height * 3)];
        (file[0], file[1], file[10], file[14], file[26], file[28]) = ((byte)'B', (byte)'M', 54, 40, 1, 24);
        BitConverter.TryWriteBytes(file.AsSpan(2), file.Length);
        BitConverter.TryWriteBytes(file.AsSpan(18), width);
        BitConverter.TryWriteBytes(file.AsSpan(22), height);
        file.AsSpan(54).Fill(shade);
        File.WriteAllBytes(path, file);
    }

    private static async Task<Uri> AddressOf(Process server)
    {
        while (await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (Address().Match(line) is { Success: true } found)
            {
                return new(found.Value);
            }
        }

        throw new InvalidOperationException($"The server did not start: {await server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)}");
    }

    [GeneratedRegex(@"http://[^\s/]+:\d+")]
    private static partial Regex Address();

    private Process Serve(string[] protocol, bool goesOn = false) => workbench.Start(
        ["study", "serve", .. goesOn ? Array.Empty<string>() : ["--real", "real", "--fake", "one=one", "--fake", "two=two", "--fake", "three=three"], "--port", "0", .. protocol]);
}
