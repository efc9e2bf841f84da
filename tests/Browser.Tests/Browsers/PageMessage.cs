using System.Text.Json;

namespace RtcCluster.Browser.Tests.Browsers;

/// <summary>What a page told the test.</summary>
/// <param name="At">When it happened in the page.</param>
/// <param name="Name">What it is: a method of the hub, an event of the phone library.</param>
/// <param name="Value">More about it.</param>
internal sealed record PageMessage(DateTimeOffset At, string Name, JsonElement Value)
{
    /// <summary>The call of a CallChanged.</summary>
    public JsonElement Card => Value.GetProperty("call");

    /// <summary>A text of the value, null when it has none of that name.</summary>
    public string? Text(string name) => Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out var text) ? text.GetString() : null;
}
