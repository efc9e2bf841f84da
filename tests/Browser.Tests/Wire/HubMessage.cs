using System.Text.Json;

namespace RtcCluster.Browser.Tests.Wire;

/// <summary>What the hub told a page.</summary>
/// <param name="At">When the page passed it on.</param>
/// <param name="Name">The method's name.</param>
/// <param name="Value">Its argument.</param>
internal sealed record HubMessage(DateTimeOffset At, string Name, JsonElement Value)
{
    /// <summary>The call of a CallChanged.</summary>
    public JsonElement Card => Value.GetProperty("call");
}
