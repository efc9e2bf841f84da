using RtcCluster.Storage;
using RtcCluster.Storage.Incidents;

namespace RtcCluster.Grains.Tests.Incidents;

/// <summary>A real store of cases, with faults that the test chooses.</summary>
internal sealed class FaultyIncidents(IIncidents real) : IIncidents
{
    private int _asked;

    /// <summary>Done before the open case of a subject is looked for; what it throws is thrown.</summary>
    public Func<string, Task>? Before { get; set; }

    /// <summary>How often that was not done at once.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public Task<Page<Incident>> ListAsync(string tenantId, string? userId = null, IncidentState? state = null, string? cursor = null, int limit = 50, CancellationToken ct = default) =>
        real.ListAsync(tenantId, userId, state, cursor, limit, ct);

    public Task<Incident?> FindAsync(string tenantId, string id, CancellationToken ct = default) => real.FindAsync(tenantId, id, ct);

    public async Task<Incident?> FindOpenAsync(string tenantId, string rule, string subject, CancellationToken ct = default)
    {
        if (Before is { } before)
        {
            var waiting = before(subject);
            if (!waiting.IsCompletedSuccessfully)
            {
                Interlocked.Increment(ref _asked);
            }

            await waiting;
        }

        return await real.FindOpenAsync(tenantId, rule, subject, ct);
    }

    public Task AddAsync(Incident incident, CancellationToken ct = default) => real.AddAsync(incident, ct);

    public Task<bool> SaveAsync(Incident incident, CancellationToken ct = default) => real.SaveAsync(incident, ct);
}
