using Microsoft.AspNetCore.SignalR;

namespace RtcCluster.Edge.Bench;

/// <summary>What SignalR costs by itself, in the process and with the settings of the phone hub: nobody signs in, nothing is remembered.</summary>
internal sealed class BenchHub : Microsoft.AspNetCore.SignalR.Hub
{
    /// <summary>Where it is.</summary>
    public const string Path = "/hub/bench";

    /// <summary>What connections are told by <see cref="All"/>.</summary>
    public const string Told = "b";

    /// <summary>The text again.</summary>
    public static string Echo(string text) => text;

    /// <summary>Tells every connection the value.</summary>
    public Task All(long value) => Clients.All.SendAsync(Told, value);
}
