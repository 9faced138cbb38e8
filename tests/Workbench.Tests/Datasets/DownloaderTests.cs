using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Workbench.Datasets;
using Workbench.Datasets.Download;

namespace Workbench.Tests.Datasets;

/// <summary>Downloads from a server on this machine that misbehaves as told.</summary>
public sealed class DownloaderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("download-").FullName;
    private readonly HttpListener server = new();
    private readonly HttpClient client = new();
    private readonly List<string?> ranges = [];
    private readonly byte[] content = [(byte)'P', (byte)'K', .. RandomNumberGenerator.GetBytes(300_000)];
    private Func<HttpListenerContext, int, Task> behave = (_, _) => Task.CompletedTask;

    public DownloaderTests()
    {
        for (int port = Random.Shared.Next(20000, 60000); ; port++)
        {
            server.Prefixes.Clear();
            server.Prefixes.Add($"http://localhost:{port}/");
            try
            {
                server.Start();
                break;
            }
            catch (HttpListenerException) when (port < 61000)
            {
            }
        }

        _ = Task.Run(ServeAsync);
    }

    private Uri Url => new(server.Prefixes.Single() + "set.zip");

    private string Target => Path.Combine(folder, "set.zip");

    public void Dispose()
    {
        client.Dispose();
        server.Close();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task AFileArrivesWholeAndIsNotAskedForAgain()
    {
        behave = (context, _) => SendAsync(context, 0, content.Length);

        await GetAsync(Known);
        await GetAsync(Known);

        Assert.Equal(content, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
        Assert.Single(ranges);
        Assert.Equal([Target], Directory.GetFiles(folder));
    }

    [Fact]
    public async Task AConnectionThatBreaksOffIsTakenUpWhereItStopped()
    {
        behave = (context, request) => request < 2 ? SendAsync(context, From(context), 100_000 * (request + 1), breakOff: true) : SendAsync(context, From(context), content.Length);

        await GetAsync(Known);

        Assert.Equal(content, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
        Assert.Null(ranges[0]);
        Assert.All(ranges.Skip(1), range => Assert.StartsWith("bytes=", range, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AStoppedDownloadIsNoFileAndGoesOnLater()
    {
        using CancellationTokenSource stop = new();
        behave = async (context, request) =>
        {
            if (request == 0)
            {
                await SendAsync(context, 0, 150_000, close: false);
                await stop.CancelAsync();
                await Task.Delay(300, CancellationToken.None);
                context.Response.Abort();
                return;
            }

            await SendAsync(context, From(context), content.Length);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => StoppableAsync(Known, stop.Token));
        Assert.False(File.Exists(Target));
        await GetAsync(Known);

        Assert.Equal(content, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AServerWithoutRangesIsReadFromTheStart()
    {
        behave = (context, request) => SendAsync(context, 0, request == 0 ? 100_000 : content.Length, breakOff: request == 0);

        await GetAsync(Known);

        Assert.Equal(content, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
    }

    /// <summary>The second part would be of another version: If-Range makes the server send it whole, and no mixture comes about.</summary>
    [Fact]
    public async Task AFileThatChangedInBetweenIsNotMixed()
    {
        byte[] newer = [.. content.Reverse().Skip(2).Prepend((byte)'K').Prepend((byte)'P')];
        behave = async (context, request) =>
        {
            if (request == 0)
            {
                await SendAsync(context, 0, 100_000, breakOff: true);
                return;
            }

            Assert.Equal("\"one\"", context.Request.Headers["If-Range"]);
            context.Response.ContentLength64 = newer.Length;
            context.Response.Headers["ETag"] = "\"two\"";
            await context.Response.OutputStream.WriteAsync(newer);
            context.Response.Close();
        };

        await GetAsync(new(Url, Sha256: Convert.ToHexStringLower(SHA256.HashData(newer))));

        Assert.Equal(newer, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WrongContentIsThrownAwayAndNamed()
    {
        behave = (context, _) => SendAsync(context, 0, content.Length);
        DatasetException digest = await Assert.ThrowsAsync<DatasetException>(() => GetAsync(Known with { Sha256 = new string('0', 64) }));
        DatasetException size = await Assert.ThrowsAsync<DatasetException>(() => GetAsync(new(Url, 17)));
        behave = async (context, _) =>
        {
            await context.Response.OutputStream.WriteAsync("<html>Not here any more</html>"u8.ToArray());
            context.Response.Close();
        };
        DatasetException page = await Assert.ThrowsAsync<DatasetException>(() => GetAsync(new(Url)));
        behave = (context, _) =>
        {
            context.Response.StatusCode = 404;
            context.Response.Close();
            return Task.CompletedTask;
        };
        DatasetException missing = await Assert.ThrowsAsync<DatasetException>(() => GetAsync(Known));

        Assert.Contains("SHA-256", digest.Message, StringComparison.Ordinal);
        Assert.Contains("the manifest says 17", size.Message, StringComparison.Ordinal);
        Assert.Contains("no .zip archive", page.Message, StringComparison.Ordinal);
        Assert.Contains("404", missing.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
    }

    /// <summary>Fewer bytes than announced, again and again: the attempts end, what came is kept under another name.</summary>
    [Fact]
    public async Task AServerThatLiesAboutTheLengthIsGivenUp()
    {
        behave = (context, _) => From(context) >= 50_000 ? SendAsync(context, From(context), (int)From(context), breakOff: true) : SendAsync(context, From(context), 50_000, breakOff: true);

        DatasetException error = await Assert.ThrowsAsync<DatasetException>(() => GetAsync(Known));

        Assert.Contains("goes on from there", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
        Assert.True(File.Exists(Target + ".part"));
        Assert.False(new Manifest { What = "", Citation = "", Licence = "", Layout = DatasetLayout.Photographs, Files = [Known] }.IsComplete(folder));
    }

    /// <summary>It announces more than it has, and knows of no range behind its true end: once round, not for ever.</summary>
    [Fact]
    public async Task AServerThatBreaksOffAndThenKnowsNoSuchRangeIsGivenUp()
    {
        behave = (context, _) =>
        {
            if (From(context) == 0)
            {
                return SendAsync(context, 0, 50_000, breakOff: true);
            }

            context.Response.StatusCode = 416;
            context.Response.Close();
            return Task.CompletedTask;
        };

        await Assert.ThrowsAsync<DatasetException>(() => GetAsync(Known));

        Assert.InRange(ranges.Count, 2, 10);
        Assert.False(File.Exists(Target));
    }

    /// <summary>An answer that ends where the connection does cannot be told from half of it.</summary>
    [Fact]
    public async Task AFileOfUnknownLengthIsNotTaken()
    {
        using TcpListener old = new(IPAddress.Loopback, 0);
        old.Start();
        CancellationToken stop = TestContext.Current.CancellationToken;
        Task answer = Task.Run(async () =>
        {
            using TcpClient connection = await old.AcceptTcpClientAsync(stop);
            NetworkStream stream = connection.GetStream();
            _ = await stream.ReadAsync(new byte[4096], stop);
            await stream.WriteAsync("HTTP/1.0 200 OK\r\n\r\nPK half of a file"u8.ToArray(), stop);
        }, stop);

        DatasetException error = await Assert.ThrowsAsync<DatasetException>(() => GetAsync(new(new Uri($"http://{old.LocalEndpoint}/set.zip"))));
        await answer;

        Assert.Contains("how long the file is", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
    }

    /// <summary>Stopped between the last byte and the check: nothing is sent a second time.</summary>
    [Fact]
    public async Task APartThatIsAllThereIsOnlyChecked()
    {
        await File.WriteAllBytesAsync(Target + ".part", content, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Target + ".part.tag", "\"one\"", TestContext.Current.CancellationToken);
        behave = (context, _) =>
        {
            Assert.Equal(content.Length, From(context));
            context.Response.StatusCode = 416;
            context.Response.Headers["Content-Range"] = $"bytes */{content.Length}";
            context.Response.Close();
            return Task.CompletedTask;
        };

        await GetAsync(Known);

        Assert.Single(ranges);
        Assert.Equal([Target], Directory.GetFiles(folder));
    }

    private RemoteFile Known => new(Url, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));

    private Task<string> GetAsync(RemoteFile file) => StoppableAsync(file, TestContext.Current.CancellationToken);

    private Task<string> StoppableAsync(RemoteFile file, CancellationToken stop) =>
        new Downloader(client) { Pause = TimeSpan.FromMilliseconds(1), Patience = TimeSpan.FromSeconds(5) }.GetAsync(file, folder, cancellation: stop);

    private static long From(HttpListenerContext context) =>
        context.Request.Headers["Range"] is { } range ? long.Parse(range["bytes=".Length..].TrimEnd('-'), System.Globalization.CultureInfo.InvariantCulture) : 0;

    /// <summary>Sends the bytes from one place to another; broken off, the announced length is never reached.</summary>
    private async Task SendAsync(HttpListenerContext context, long from, int to, bool breakOff = false, bool close = true)
    {
        HttpListenerResponse response = context.Response;
        response.Headers["ETag"] = "\"one\"";
        if (from > 0)
        {
            response.StatusCode = 206;
            response.Headers["Content-Range"] = $"bytes {from}-{content.Length - 1}/{content.Length}";
        }

        response.ContentLength64 = content.Length - from;
        await response.OutputStream.WriteAsync(content.AsMemory((int)from, Math.Max(0, to - (int)from)));
        await response.OutputStream.FlushAsync();
        if (breakOff)
        {
            await Task.Delay(50, CancellationToken.None);
            response.Abort();
        }
        else if (close)
        {
            response.Close();
        }
    }

    private async Task ServeAsync()
    {
        for (int request = 0; server.IsListening; request++)
        {
            HttpListenerContext context;
            try
            {
                context = await server.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            ranges.Add(context.Request.Headers["Range"]);
            try
            {
                await behave(context, request);
            }
            catch (Exception error) when (error is HttpListenerException or IOException or ObjectDisposedException)
            {
                context.Response.Abort();
            }
        }
    }
}
