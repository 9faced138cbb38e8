using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Jupyter;

/// <summary>What the kernel says: answers to the one who asked, and news to everyone.</summary>
internal sealed class Conversation(Action<JupyterChannel, JupyterMessage> send)
{
    /// <summary>Answers a request.</summary>
    public void Reply(Request request, JsonObject content) =>
        send(request.Channel, JupyterMessage.Create(request.ReplyType!, request.Message, content));

    /// <summary>Tells everyone.</summary>
    /// <param name="type">The type of the message.</param>
    /// <param name="cause">The request that caused it; null for none.</param>
    /// <param name="content">What there is to tell.</param>
    public void Publish(string type, Request? cause, JsonObject content) =>
        send(JupyterChannel.IOPub, JupyterMessage.Create(type, cause?.Message, content));

    /// <summary>Tells everyone what the kernel does: <c>starting</c>, <c>busy</c> or <c>idle</c>.</summary>
    public void State(string state, Request? cause) => Publish("status", cause, new JsonObject { ["execution_state"] = state });

    /// <summary>Asks the client that runs the cell for input.</summary>
    /// <returns>The id of the question.</returns>
    public string Ask(Request cell, JsonObject content)
    {
        JupyterMessage question = JupyterMessage.Create("input_request", cell.Message, content);
        send(JupyterChannel.Stdin, question);
        return OutputJson.Text(question.Header["msg_id"]);
    }
}
