using System.Net;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.WebRtcCalls;

/// <summary>What a run of <c>webrtc-calls</c> does.</summary>
internal sealed record WebRtcCallsOptions
{
    /// <summary>Browsers; two make a call.</summary>
    public required int Legs { get; init; }

    /// <summary>How long calls go on.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>How long one call goes on before it is hung up and dialled anew; zero: to the end.</summary>
    public required TimeSpan Talk { get; init; }

    /// <summary>Calls that are begun each second, until all are up.</summary>
    public required double Rate { get; init; }

    /// <summary>What is spoken.</summary>
    public required VoiceCodec Codec { get; init; }

    /// <summary>Whether calls are recorded.</summary>
    public required bool Recorded { get; init; }

    /// <summary>A server that runs; null starts one.</summary>
    public required Uri? Target { get; init; }

    /// <summary>Its process, when it is on this machine.</summary>
    public required int? ProcessId { get; init; }

    /// <summary>Who makes the users.</summary>
    public required string Administrator { get; init; }

    /// <summary>The administrator's password.</summary>
    public required string Password { get; init; }

    /// <summary>Where the figures go as JSON.</summary>
    public required FileInfo? Json { get; init; }

    /// <summary>Whether targets beyond loopback are allowed.</summary>
    public required bool BeyondLoopback { get; init; }

    /// <summary>The address that browsers speak from: on loopback one of it, elsewhere whichever leads there.</summary>
    public IPAddress Local => Target is { } target && IPAddress.TryParse(target.Host, out var host) && !IPAddress.IsLoopback(host) ? IPAddress.Any : IPAddress.Loopback;
}
