using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Storage.Outages;
using RtcCluster.Storage.Policies;

namespace RtcCluster.Grains.Policies;

/// <summary>Whether a user may begin calls, as far as the company's documents go: a material change that is not accepted in time stops that, and nothing else.</summary>
/// <remarks>
/// A company that has published nothing material costs one read in ten seconds for all of its calls, beside them. That somebody has accepted is remembered for a minute; that somebody has
/// not is read at each call, so that the next call after the acceptance goes through. While the database is away calls are not stopped for what nobody can accept then.
/// </remarks>
internal sealed class PolicyGate(IPolicies policies, TimeProvider time, ILogger<PolicyGate> logger)
{
    /// <summary>How soon what was published counts for calls.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private const int MostRemembered = 100_000;
    private static readonly TimeSpan Trust = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<TenantId, Known> _published = new();
    private readonly ConcurrentDictionary<TenantId, Lazy<Task>> _reading = new();
    private readonly ConcurrentDictionary<UserId, (IReadOnlyDictionary<PolicyKind, int> Accepted, DateTimeOffset Read)> _accepted = new();
    private long _away;

    /// <summary>Why the user may begin no call now; null when the user may.</summary>
    public async Task<CallFailure?> Check(UserId user)
    {
        var now = time.GetUtcNow();
        try
        {
            var published = await Published(user.Tenant, now);
            if (!published.Any(version => version.BlocksAt <= now)
                || (_accepted.TryGetValue(user, out var known) && now - known.Read < Trust && !Blocks(published, known.Accepted, now)))
            {
                return null;
            }

            // One waited for the database a moment ago, in vain.
            if (now.UtcTicks - Volatile.Read(ref _away) < Fresh.Ticks)
            {
                return null;
            }

            var accepted = await policies.AcceptedAsync(user.Tenant.Value, user.Name).WaitAsync(DatabaseOutage.Patience);
            if (Blocks(published, accepted, now))
            {
                PolicyLog.Refused(logger, Pii.Key(user));
                return PolicyFailures.NotAccepted;
            }

            if (_accepted.Count >= MostRemembered)
            {
                _accepted.Clear();
            }

            _accepted[user] = (accepted, now);
            return null;
        }
        catch (Exception e) when (DatabaseOutage.Is(e))
        {
            Volatile.Write(ref _away, now.UtcTicks);
            PolicyLog.NotAsked(logger, Pii.Text(e.Message));
            return null;
        }
    }

    private static bool Blocks(IReadOnlyList<PolicyVersion> published, IReadOnlyDictionary<PolicyKind, int> accepted, DateTimeOffset now) =>
        PolicyRules.Pending(published, accepted).Any(pending => pending.BlocksAt <= now);

    // What was known last counts at once, and is read anew beside the calls: they would all wait while the database hangs. Only who is first of a company waits.
    private async ValueTask<IReadOnlyList<PolicyVersion>> Published(TenantId tenant, DateTimeOffset now)
    {
        var isKnown = _published.TryGetValue(tenant, out var known);
        if (isKnown && now - known!.Asked < Fresh)
        {
            return known.Published;
        }

        var reading = _reading.GetOrAdd(tenant, static (tenant, gate) => new Lazy<Task>(() => Task.Run(() => gate.Read(tenant))), this).Value;
        if (isKnown && now - known!.Read < DatabaseOutage.Trust)
        {
            return known.Published;
        }

        await reading;
        return _published.TryGetValue(tenant, out var read) ? read.Published : [];
    }

    private async Task Read(TenantId tenant)
    {
        var now = time.GetUtcNow();
        try
        {
            IReadOnlyList<PolicyVersion> read = [.. (await policies.ListAsync(tenant.Value).WaitAsync(DatabaseOutage.Patience)).Where(version => version.PublishedAt is not null)];
            _published[tenant] = new Known(read, now, now);
        }
        catch (Exception e)
        {
            // A failure is remembered for as long as a success.
            PolicyLog.NotAsked(logger, Pii.Text(e.Message));
            _published[tenant] = _published.TryGetValue(tenant, out var known) ? known with { Asked = now } : new Known([], DateTimeOffset.MinValue, now);
        }
        finally
        {
            _reading.TryRemove(tenant, out _);
        }
    }

    private sealed record Known(IReadOnlyList<PolicyVersion> Published, DateTimeOffset Read, DateTimeOffset Asked);
}
