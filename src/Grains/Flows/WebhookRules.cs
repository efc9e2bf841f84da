using System.ComponentModel.DataAnnotations;

namespace RtcCluster.Grains.Flows;

/// <summary>What web requests of flows may do; section <c>Webhooks</c>.</summary>
public sealed class WebhookRules
{
    /// <summary>The section's key.</summary>
    public const string Section = "Webhooks";

    /// <summary>True: services at private, loopback and link-local addresses may be asked. An administrator of a company could reach the inside of the platform then.</summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>The longest answer that is read, in bytes. 1 kB to 1 MB.</summary>
    [Range(1_024, 1_048_576)]
    public int MaxAnswerBytes { get; set; } = 65_536;

    /// <summary>How many requests may be under way in this process; more are given up at once. 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrent { get; set; } = 256;
}
