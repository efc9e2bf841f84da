using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace RtcCluster.Storage.Outages;

/// <summary>Refuses a connection at once while the database is known to be away.</summary>
internal sealed class DatabaseGuard(StoreWatch watch) : DbConnectionInterceptor
{
    public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        watch.IsAway ? throw new DatabaseAwayException() : result;

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        watch.IsAway ? throw new DatabaseAwayException() : ValueTask.FromResult(result);
}
