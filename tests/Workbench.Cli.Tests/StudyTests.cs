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
            // "Start", "Next", "Go on", as they come.
            bool went = await page.EvaluateAsync<bool>("() => { const go = [...document.querySelectorAll('button.go')].find(one => one.offsetParent); go?.click(); return !!go; }");
            if (!went && touch)
            {
                await page.EvaluateAsync("() => { const left = document.getElementById('left'); if (left.offsetParent && !left.disabled) left.click(); }");
            }
            else if (!went)
            {
                await page.Keyboard.PressAsync("ArrowRight");
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
            JsonElement next = (await Send(HttpMethod.Get, "api/state", null)).GetProperty("next");
            if (next.ValueKind == JsonValueKind.Null)
            {
                return;
            }

            await Send(HttpMethod.Get, $"picture/{next.GetProperty("left").GetString()}", null);
            await Send(HttpMethod.Get, $"picture/{next.GetProperty("right").GetString()}", null);
            await Send(HttpMethod.Post, "api/answer", Answer(next.GetProperty("number").GetInt32(), random.Next(2) == 0 ? "left" : "right"));
        }

        async Task<JsonElement> Send(HttpMethod method, string path, object? body)
        {
            using HttpRequestMessage request = new(method, path);
            request.Headers.Authorization = new("Bearer", participant);
            request.Content = body is null ? null : JsonContent.Create(body);
            using HttpResponseMessage response = await client.SendAsync(request, cancellation);
            Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode}");
            return path.StartsWith("picture", StringComparison.Ordinal) ? default : await response.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        }
    }

    private static async Task<JsonElement> Get(HttpClient client, string path) => await client.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);

    private static async Task<JsonElement> Post(HttpClient client, string path, object body)
    {
        using HttpResponseMessage response = await client.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode}");
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private static void WriteBitmap(string path, int side, byte shade)
    {
        byte[] file = new byte[54 + (side * side * 3)];
        (file[0], file[1], file[10], file[14], file[26], file[28]) = ((byte)'B', (byte)'M', 54, 40, 1, 24);
        BitConverter.TryWriteBytes(file.AsSpan(2), file.Length);
        BitConverter.TryWriteBytes(file.AsSpan(18), side);
        BitConverter.TryWriteBytes(file.AsSpan(22), side);
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
