using System.ComponentModel.DataAnnotations;

namespace RtcCluster.Grains.Users;

/// <summary>The toll-fraud guard; section <c>Outbound</c>. Emergency numbers pass before all of it.</summary>
public sealed class OutboundRules
{
    /// <summary>The section's key.</summary>
    public const string Section = "Outbound";

    /// <summary>E.164 prefixes that nobody may call, separated by commas; satellite and international premium networks by default (ITU-T E.164 lists).</summary>
    public string BlockedPrefixes { get; set; } = "+870,+878,+881,+882,+883,+979";

    /// <summary>True: premium-rate numbers of every country may be called.</summary>
    public bool PremiumRate { get; set; }

    /// <summary>Most outgoing calls of one user at a time, those that were forwarded or transferred outside too, for as long as they last. 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int CallsPerUser { get; set; } = 20;

    /// <summary>Most outgoing calls of one user within an hour. 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int CallsPerUserAndHour { get; set; } = 300;

    /// <summary>The blocked prefixes one by one.</summary>
    internal IEnumerable<string> Blocked => BlockedPrefixes.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
