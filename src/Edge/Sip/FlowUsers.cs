using System.Collections.Concurrent;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Edge.Sip;

/// <summary>Which users registered by which connection: their bindings end with it (RFC 5626 §5.3). Any thread.</summary>
internal sealed class FlowUsers
{
    private readonly ConcurrentDictionary<long, HashSet<UserId>> _users = new();

    /// <summary>A user registered by a connection.</summary>
    public void Add(long connection, UserId user)
    {
        if (connection == 0)
        {
            return;
        }

        var users = _users.GetOrAdd(connection, _ => []);
        lock (users)
        {
            users.Add(user);
        }
    }

    /// <summary>The connection is closed: whom it served.</summary>
    public IReadOnlyList<UserId> Take(long connection)
    {
        if (!_users.TryRemove(connection, out var users))
        {
            return [];
        }

        lock (users)
        {
            return [.. users];
        }
    }
}
