using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Workbench.Datasets.Download;

/// <summary>How far a download has come.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Received">Bytes that are here.</param>
/// <param name="Total">Bytes there will be; null where nobody says.</param>
public sealed record DownloadProgress(string File, long Received, long? Total);

/// <summary>
/// Gets a file over HTTP. What has arrived lies in <c>NAME.part</c>, beside it <c>NAME.part.tag</c> with the server's name for that very
/// version; the file itself appears whole and checked, or not at all. A download that broke off goes on where it stopped.
/// </summary>
public sealed class Downloader
{
    private const int Attempts = 5;

    private readonly HttpClient client;

    /// <summary>Downloads through a client.</summary>
    /// <param name="client">Stays the caller's.</param>
    public Downloader(HttpClient client) => this.client = client;

    /// <summary>How long nothing may arrive before an attempt counts as broken off: a minute.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait before the next attempt; doubled each time.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Downloads a file, or goes on with it.</summary>
    /// <param name="file">What to get, with its size and digest where they are known.</param>
    /// <param name="folder">Where to put it; made if it is not there.</param>
    /// <param name="progress">Told several times a second at most.</param>
    /// <param name="cancellation">Stops at once; what has arrived is kept for the next time.</param>
    /// <returns>The file's path.</returns>
    /// <exception cref="DatasetException">It could not be had, or what came is not what it should be.</exception>
    public async Task<string> GetAsync(RemoteFile file, string folder, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(folder);
        string target = Path.Combine(folder, file.FileName);
        if (File.Exists(target))
        {
            return target; // it is put there only whole and checked
        }

        string part = target + ".part";
        string? trouble = null;
        long most = Length(part);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            if (attempt > 0)
            {
                await Task.Delay(Pause * Math.Pow(2, attempt - 1), cancellation);
            }

            try
            {
                long? total = await ReceiveAsync(file, part, progress, cancellation);
                if (total is null || Length(part) == total)
                {
                    await CheckAsync(file, part, cancellation);
                    File.Move(part, target);
                    File.Delete(part + ".tag");
                    return target;
                }

                trouble = $"the connection broke off after {Length(part):N0} of {total:N0} bytes";
            }
            catch (Exception error) when (error is HttpRequestException or IOException and not DatasetException or OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                trouble = error is OperationCanceledException ? $"nothing arrived for {Patience.TotalSeconds:0} seconds" : error.Message;
                if (IsDiskFull(error))
                {
                    throw new DatasetException($"{target}: the disk is full; {Length(part):N0} bytes are kept, and the download goes on from there when there is room.", error);
                }
            }

            // As long as more arrives than ever before, the count of attempts starts again. Less than that could go round for ever: a server
            // that breaks off, then knows of no such range, then sends the same beginning.
            if (Length(part) > most)
            {
                (most, attempt) = (Length(part), 0);
            }
        }

        throw new DatasetException($"{file.Url} could not be downloaded: {trouble}. {Length(part):N0} bytes are kept; the same command goes on from there.");
    }

    /// <summary>One request; returns how long the whole file is, null where the server does not say.</summary>
    private async Task<long?> ReceiveAsync(RemoteFile file, string part, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        long have = Length(part);
        string? tag = File.Exists(part + ".tag") ? await File.ReadAllTextAsync(part + ".tag", cancellation) : null;
        using HttpRequestMessage request = new(HttpMethod.Get, file.Url);
        if (have > 0 && tag is { Length: > 0 } && EntityTagHeaderValue.TryParse(tag, out EntityTagHeaderValue? entity))
        {
            request.Headers.Range = new(have, null);
            request.Headers.IfRange = new(entity);
        }
        else if (have > 0 && tag is null && file.Sha256 is not null)
        {
            request.Headers.Range = new(have, null); // without a tag, only the digest can tell whether both parts are of one version
        }

        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            if (response.Content.Headers.ContentRange?.Length == have)
            {
                return have; // all of it had arrived, and only the check was missing
            }

            Forget(part);
            throw new HttpRequestException("the server no longer has a file of that length; it starts again");
        }

        if (!response.IsSuccessStatusCode)
        {
            string reason = $"{file.Url}: the server answers {(int)response.StatusCode} {response.ReasonPhrase}.";
            throw (int)response.StatusCode >= 500 ? new HttpRequestException(reason) : new DatasetException(reason);
        }

        bool continues = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have;
        if (!continues)
        {
            Forget(part);
            have = 0;
        }

        if (response.Headers.ETag is { IsWeak: false } strong)
        {
            await File.WriteAllTextAsync(part + ".tag", strong.ToString(), cancellation);
        }

        long? total = continues ? response.Content.Headers.ContentRange?.Length : response.Content.Headers.ContentLength;
        if (file.Size is { } expected && total is { } announced && announced != expected)
        {
            Forget(part);
            throw new DatasetException($"{file.Url}: the server has {announced:N0} bytes, and the manifest says {expected:N0}. It may be another version, or a page about an error.");
        }

        total ??= file.Size;
        if (total is null && file.Sha256 is null && response.Headers.TransferEncodingChunked != true)
        {
            throw new DatasetException($"{file.Url}: neither the server nor the manifest says how long the file is, so a broken connection would pass for its end. Give its size or its digest in the manifest.");
        }

        await using FileStream output = new(part, FileMode.Append, FileAccess.Write, FileShare.Read);
        await using Stream input = await response.Content.ReadAsStreamAsync(patience.Token);
        byte[] buffer = new byte[1 << 16];
        while (true)
        {
            patience.CancelAfter(Patience);
            int count = await input.ReadAsync(buffer, patience.Token);
            if (count == 0)
            {
                return total;
            }

            await output.WriteAsync(buffer.AsMemory(0, count), cancellation);
            have += count;
            if (have > (total ?? long.MaxValue))
            {
                await output.DisposeAsync();
                Forget(part);
                throw new DatasetException($"{file.Url}: more than the {total:N0} bytes that were announced arrived.");
            }

            progress?.Report(new(file.FileName, have, total));
        }
    }

    /// <summary>What has arrived is what was meant: digest where one is known, and an archive's first bytes.</summary>
    private static async Task CheckAsync(RemoteFile file, string part, CancellationToken cancellation)
    {
        await using FileStream stream = File.OpenRead(part);
        if (file.Size is { } size && stream.Length != size)
        {
            stream.Close();
            Forget(part);
            throw new DatasetException($"{file.Url}: {size:N0} bytes were expected, and {Length(part):N0} came.");
        }

        if (file.Sha256 is { } digest)
        {
            string actual = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
            if (actual != digest)
            {
                stream.Close();
                Forget(part);
                throw new DatasetException($"{file.Url}: what came has SHA-256 {actual}, and the manifest says {digest}. It was thrown away.");
            }
        }

        byte[] start = new byte[2];
        stream.Position = 0;
        int read = await stream.ReadAtLeastAsync(start, 2, throwOnEndOfStream: false, cancellation);
        bool fits = file.FileName switch
        {
            var name when name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) => read == 2 && start is [(byte)'P', (byte)'K'],
            var name when name.EndsWith("gz", StringComparison.OrdinalIgnoreCase) => read == 2 && start is [0x1F, 0x8B],
            _ => true,
        };
        if (!fits)
        {
            stream.Close();
            Forget(part);
            throw new DatasetException($"{file.Url}: what came is no {Path.GetExtension(file.FileName)} archive; perhaps a page about an error. It was thrown away.");
        }
    }

    private static void Forget(string part)
    {
        File.Delete(part);
        File.Delete(part + ".tag");
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private static bool IsDiskFull(Exception error) => error is IOException { HResult: 28 or unchecked((int)0x80070070) };
}
