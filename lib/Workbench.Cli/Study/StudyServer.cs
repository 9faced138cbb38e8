using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Workbench.Evaluation.Studies;

namespace Workbench.Cli;

/// <summary>
/// The participants' page over HTTP. A participant is known by a secret sent in a header, never by a cookie or an address, so no other
/// site and no log can act for them. Pictures are sent as equally long answers under names that are good for one trial.
/// </summary>
internal sealed class StudyServer
{
    /// <summary>Far more than an answer needs.</summary>
    private const int MostBytesSent = 4096;

    private readonly StudyFile study;
    private readonly bool isPublic;
    private readonly string? consent;
    private readonly Action<string> log;

    public StudyServer(StudyFile study, bool isPublic, string? consent, Action<string> log) => (this.study, this.isPublic, this.consent, this.log) = (study, isPublic, consent, log);

    /// <summary>Starts listening.</summary>
    /// <param name="port">A port; 0 for any free one.</param>
    /// <returns>The running server; its Urls has the address.</returns>
    public async Task<WebApplication> StartAsync(int port)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(isPublic ? IPAddress.Any : IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBytesSent;
        });
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false)));
        WebApplication app = builder.Build();
        app.Use(GuardAsync);
        Map(app);
        await app.StartAsync();
        return app;
    }

    private void Map(WebApplication app)
    {
        app.MapGet("/", () => File("study.html", "text/html; charset=utf-8"));
        app.MapGet("/study.css", () => File("study.css", "text/css; charset=utf-8"));
        app.MapGet("/study.js", () => File("study.js", "text/javascript; charset=utf-8"));
        app.MapGet("/api/study", () => new
        {
            isPublic,
            consent,
            Protocol = new
            {
                study.Protocol.Practice,
                Test = study.Protocol.Trials + study.Protocol.Checks,
                study.Protocol.ExposureMs,
                study.Protocol.PictureSize,
                InTurn = study.Protocol.Presentation == Presentation.InTurn,
            },
        });
        app.MapPost("/api/join", Join);
        app.MapGet("/api/state", (HttpRequest request) => study.State(Participant(request)) is { } state ? Results.Ok(new { state.Next, state.Answered }) : Unknown());
        app.MapPost("/api/answer", Answer);
        app.MapGet("/picture/{name}", (HttpRequest request, string name) => study.Picture(Participant(request), name) is { } png ? Results.Bytes(png, "image/png") : Results.NotFound());
    }

    private IResult Join(Invitation invitation)
    {
        string? participant = isPublic ? study.Join(invitation.Token ?? "") : study.Join();
        if (participant is null)
        {
            return Results.Json(new { error = "The link is not one of this study's invitations. Please use the whole link that was sent to you." }, statusCode: StatusCodes.Status403Forbidden);
        }

        log($"{study.Participants} joined, {study.Finished} finished");
        return Results.Ok(new { participant });
    }

    private IResult Answer(HttpRequest request, StudyAnswer answer)
    {
        string participant = Participant(request);
        AnswerOutcome? outcome;
        try
        {
            outcome = study.Answer(participant, answer);
        }
        catch (ArgumentException error)
        {
            return Results.BadRequest(new { error = error.Message });
        }

        if (outcome is null)
        {
            return Unknown();
        }

        if (outcome.Fate == AnswerFate.Kept && study.State(participant) is { Next: null })
        {
            log($"{study.Participants} joined, {study.Finished} finished");
        }

        return outcome.Fate is AnswerFate.Kept or AnswerFate.Repeated
            ? Results.Ok(new { outcome.WasRight })
            : Results.Conflict(new { error = outcome.Fate == AnswerFate.Contradicted ? $"Trial {answer.Trial} was answered otherwise before; that answer stays." : $"It is not trial {answer.Trial}'s turn." });
    }

    /// <summary>What holds for every request: where it may come from, and what the browser may do with the answer.</summary>
    private async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        (HttpRequest request, HttpResponse response) = (context.Request, context.Response);
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";

        // A page elsewhere that has its own name resolve to this machine speaks to the loopback with that name.
        bool foreignHost = !isPublic && request.Host.Host is not ("localhost" or "127.0.0.1" or "[::1]");
        bool foreignPage = request.Headers.Origin is [{ } origin] && origin != $"{request.Scheme}://{request.Host}" && origin != $"https://{request.Host}";
        if (foreignHost || foreignPage)
        {
            response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        try
        {
            await next(context);
        }
        catch (SqliteException error)
        {
            // A full disk, say. The page asks again until it is kept.
            log($"An answer could not be kept, and is asked for again: {error.Message}");
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    private static string Participant(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith("Bearer ", StringComparison.Ordinal) ? header["Bearer ".Length..] : "";

    private static IResult Unknown() => Results.Json(new { error = "No participant of this study." }, statusCode: StatusCodes.Status401Unauthorized);

    private static IResult File(string name, string type) => Results.Stream(typeof(StudyServer).Assembly.GetManifestResourceStream(name)!, type);

    internal sealed record Invitation([property: JsonPropertyName("invitation")] string? Token);
}
