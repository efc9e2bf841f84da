using System.ComponentModel.DataAnnotations;
using System.Net;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Cluster;

/// <summary>How this process becomes a member: section <c>Cluster</c>.</summary>
public sealed class RtcClusterOptions : IValidatableObject
{
    /// <summary>The section's key.</summary>
    public const string Section = "Cluster";

    /// <summary>The cluster id that a Standalone has when none is set; a real cluster must choose its own, or two would join by accident.</summary>
    public const string DefaultClusterId = "standalone";

    /// <summary>Longest <see cref="DrainSeconds"/>: what the bound of a whole stop leaves for flushing and closing.</summary>
    public const int LongestDrain = 20;

    /// <summary>Where members find each other; Embedded is for Standalone alone.</summary>
    public ClusterProvider Provider { get; set; } = ClusterProvider.Embedded;

    /// <summary>The membership store's connection string, in StackExchange.Redis' form for Redis, the storage account's for AzureTable.</summary>
    [Secret]
    public string? ConnectionString { get; set; }

    /// <summary>Name of the running cluster: members with one id form one cluster. The default is for Standalone alone.</summary>
    [Required, RegularExpression("[A-Za-z0-9._-]{1,63}", ErrorMessage = "must be 1 to 63 letters, digits, dots, dashes or underscores")]
    public string ClusterId { get; set; } = DefaultClusterId;

    /// <summary>Name of the service whose state it is; stays the same when a cluster is replaced by its next deployment.</summary>
    [Required, RegularExpression("[A-Za-z0-9._-]{1,63}", ErrorMessage = "must be 1 to 63 letters, digits, dots, dashes or underscores")]
    public string ServiceId { get; set; } = "rtccluster";

    /// <summary>Stable name of a silo, shown to administrators; the machine's name and <see cref="SiloPort"/> when it is empty. An edge and a Standalone have <c>Edge:Name</c>.</summary>
    [RegularExpression("[A-Za-z0-9._-]{0,63}", ErrorMessage = "must be at most 63 letters, digits, dots, dashes or underscores")]
    public string Name { get; set; } = "";

    /// <summary>Address that other members reach this process at; must be one of this machine.</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>TCP port for other members. A Standalone keeps one, so that its restart is known as its own successor.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>How long calls may go on in a stop when no other edge can take them, in seconds; null: 0 for a Standalone, otherwise 10.</summary>
    [Range(0, LongestDrain)]
    public int? DrainSeconds { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Provider != ClusterProvider.Embedded && string.IsNullOrWhiteSpace(ConnectionString))
        {
            yield return new($"must be set when Cluster:Provider is {Provider}", [nameof(ConnectionString)]);
        }

        if (Provider == ClusterProvider.AzureTable && !string.IsNullOrWhiteSpace(ConnectionString) && !AzureTables.IsConnection(ConnectionString))
        {
            yield return new("must be the connection string of an Azure storage account, DefaultEndpointsProtocol=https;AccountName=…;AccountKey=…", [nameof(ConnectionString)]);
        }

        if (Provider == ClusterProvider.Redis && !string.IsNullOrWhiteSpace(ConnectionString) && !RedisSettings.TryParse(ConnectionString, out _, out var problem))
        {
            yield return new(problem, [nameof(ConnectionString)]);
        }
    }
}
