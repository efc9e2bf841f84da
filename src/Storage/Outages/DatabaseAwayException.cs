using System.Data.Common;

namespace RtcCluster.Storage.Outages;

/// <summary>The database does not answer; the same may succeed later.</summary>
public sealed class DatabaseAwayException() : DbException("The database does not answer.")
{
    /// <inheritdoc/>
    public override bool IsTransient => true;
}
