using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Jupyter;

/// <summary>Answers what clients ask about a cell that is being written.</summary>
internal sealed class CodeRequests(ReplaceableKernel kernel)
{
    /// <summary>The content of the answer to a <c>complete_request</c>.</summary>
    public async Task<JsonObject> CompleteAsync(Request request)
    {
        string code = request.Text("code");
        KernelProcess process = await kernel.GetAsync().ConfigureAwait(false);
        CodeCompletions found = await process.CompleteAsync(code, Position(request, code)).ConfigureAwait(false);
        int start = CodePoints(code, found.Start), end = CodePoints(code, found.End);
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. found.Choices.Select(choice => JsonValue.Create(choice.Text))]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject
            {
                // What clients show as the kind of each match; the name is a convention among them.
                ["_jupyter_types_experimental"] = new JsonArray([.. found.Choices.Select(choice => new JsonObject
                {
                    ["text"] = choice.Text, ["type"] = choice.Kind, ["start"] = start, ["end"] = end,
                })]),
            },
        };
    }

    /// <summary>The content of the answer to an <c>inspect_request</c>.</summary>
    public async Task<JsonObject> InspectAsync(Request request)
    {
        string code = request.Text("code");
        MimeBundle? found = await InspectAsync(code, Position(request, code)).ConfigureAwait(false);
        return new JsonObject
        {
            ["status"] = "ok",
            ["found"] = found is not null,
            ["data"] = found is null ? new JsonObject() : Content.Bundle(found),
            ["metadata"] = new JsonObject(),
        };
    }

    /// <summary>What stands at a position, counted in UTF-16; null when there is nothing to say.</summary>
    public async Task<MimeBundle?> InspectAsync(string code, int position)
    {
        KernelProcess process = await kernel.GetAsync().ConfigureAwait(false);
        return await process.InspectAsync(code, position).ConfigureAwait(false);
    }

    /// <summary>The content of the answer to an <c>is_complete_request</c>.</summary>
    public static JsonObject IsComplete(Request request)
    {
        string code = request.Text("code");
        CodeCompleteness completeness = CSharpSession.IsComplete(code);
        var reply = new JsonObject { ["status"] = completeness.ToString().ToLowerInvariant() };
        if (completeness == CodeCompleteness.Incomplete)
        {
            int open = code.Count(c => c == '{') - code.Count(c => c == '}');
            reply["indent"] = new string(' ', 4 * Math.Max(0, open));
        }

        return reply;
    }

    /// <summary>The cursor's place. Jupyter counts code points, of which .NET needs two characters for some.</summary>
    private static int Position(Request request, string code)
    {
        int points = request.Number("cursor_pos", int.MaxValue), position = 0;
        for (int i = 0; i < points && position < code.Length; i++)
        {
            position += position + 1 < code.Length && char.IsSurrogatePair(code, position) ? 2 : 1;
        }

        return position;
    }

    private static int CodePoints(string code, int position) => position - code.Take(position).Count(char.IsLowSurrogate);
}
