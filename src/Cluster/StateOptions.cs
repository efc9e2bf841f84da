using System.ComponentModel.DataAnnotations;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Cluster;

/// <summary>Where the grains' state and reminders rest: section <c>State</c>.</summary>
public sealed class StateOptions : IValidatableObject
{
    /// <summary>The section's key.</summary>
    public const string Section = "State";

    /// <summary>The store; null: as the cluster's membership, and Redis when that is Azure tables.</summary>
    public StateProvider? Provider { get; set; }

    /// <summary>The store's connection string; null: as the cluster's.</summary>
    [Secret]
    public string? ConnectionString { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrWhiteSpace(ConnectionString) && Provider != StateProvider.Embedded && !RedisSettings.TryParse(ConnectionString, out _, out var problem))
        {
            yield return new(problem, [nameof(ConnectionString)]);
        }

        if (!string.IsNullOrWhiteSpace(ConnectionString) && Provider == StateProvider.Embedded)
        {
            yield return new("has no meaning when State:Provider is Embedded; the file lies under Data:Path", [nameof(ConnectionString)]);
        }
    }
}
