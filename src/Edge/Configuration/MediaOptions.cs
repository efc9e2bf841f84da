using System.ComponentModel.DataAnnotations;
using System.Net;

namespace RtcCluster.Edge.Configuration;

/// <summary>Section <c>Media</c>: where this edge sends and receives audio.</summary>
public sealed class MediaOptions : IValidatableObject
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Media";

    private const int MaxShards = 256;

    // Each takes a port for browsers; the default ports are a hundred before those of RTP.
    private const int MaxShardsUnasked = 64;

    /// <summary>Address that media ports are bound to; a wildcard needs <see cref="PublicAddress"/>.</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>Address that session descriptions name; empty means <see cref="Address"/>.</summary>
    public IPAddress? PublicAddress { get; set; }

    /// <summary>Ports for RTP and RTCP, <c>first-last</c>; a leg takes an even port and the next one. Two or more, from 1024 to 65535.</summary>
    public string RtpPorts { get; set; } = "20100-29999";

    /// <summary>First UDP port for browsers, one per media shard, each the next; outside of <see cref="RtpPorts"/>. 0 lets the system choose.</summary>
    [Range(0, 65_000)]
    public int WebRtcPort { get; set; } = 20_000;

    /// <summary>Whether browsers may connect by TCP where no UDP gets through; each media shard listens at the number of its UDP port (RFC 6544).</summary>
    public bool WebRtcTcp { get; set; } = true;

    /// <summary>DTLS handshakes with browsers at one time. Of those beyond them 16 for each place wait for one; the rest is dropped, and their browsers ask again.</summary>
    [Range(1, 1_024)]
    public int MaxDtlsHandshakes { get; set; } = 32;

    /// <summary>Where browsers speak Opus, which needs the system's libopus (without it: nowhere, they speak G.711).</summary>
    public OpusUse Opus { get; set; }

    /// <summary>Whether browsers see each other. Video is passed on as it comes and not recorded; it takes up to 2.5 Mbit/s of this edge's network each way.</summary>
    public bool Video { get; set; } = true;

    /// <summary>Whether a fax machine of ours that is called offers to go over from sound to T.38; who calls is answered so in any case. Where it is refused the fax goes on in G.711.</summary>
    public bool OffersT38 { get; set; } = true;

    /// <summary>False: this edge signals only, media is anchored at others.</summary>
    public bool Anchors { get; set; } = true;

    /// <summary>Threads that forward media; 0 means one per processor, 64 at most.</summary>
    [Range(0, MaxShards)]
    public int Shards { get; set; }

    /// <summary>Without RTP, RTCP and an answer to a request in the dialog for so long, a leg that is not on hold is lost.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SilenceTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The same for a leg on hold; not less than <see cref="SilenceTimeout"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan HeldTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Whether a phone whose description names a private address may be reached where its first packet comes from, although that is neither the
    /// described nor the signalling address (two NATs). Off: such a source is a stranger (threat T9).
    /// </summary>
    public bool LatchAnySource { get; set; }

    /// <summary>How many threads that makes.</summary>
    public int ShardCount => Shards is > 0 and <= MaxShards ? Shards : Math.Min(Environment.ProcessorCount, MaxShardsUnasked);

    /// <summary>The checked range of <see cref="RtpPorts"/>.</summary>
    public PortRange Rtp => PortRange.TryParse(RtpPorts, out var range) ? range : default;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!PortRange.TryParse(RtpPorts, out var range) || range.First < 1024 || range.Pairs == 0)
        {
            yield return new("must be a range of two or more ports from 1024 to 65535, like 20100-29999", [nameof(RtpPorts)]);
        }
        else if (WebRtcPort <= range.Last && WebRtcPort + ShardCount - 1 >= range.First)
        {
            yield return new($"must lie outside of RtpPorts ({range})", [nameof(WebRtcPort)]);
        }

        if (PublicAddress is null && (Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any)))
        {
            yield return new("is a wildcard address, which no phone can be told: set Media:PublicAddress", [nameof(Address)]);
        }

        if (HeldTimeout < SilenceTimeout)
        {
            yield return new($"must not be less than Media:SilenceTimeout ({SilenceTimeout})", [nameof(HeldTimeout)]);
        }
    }
}
