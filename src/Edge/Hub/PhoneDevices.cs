using System.Collections.Concurrent;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Edge.Hub;

/// <summary>The browsers of this edge. Any thread.</summary>
internal sealed class PhoneDevices
{
    private readonly ConcurrentDictionary<(UserId User, string Uri), PhoneDevice> _devices = new();
    private readonly Lock _forgetting = new();
    private long _flows;

    /// <summary>Told on a connection's thread when a device has lost its last connection.</summary>
    public event Action<PhoneDevice>? Lost;

    /// <summary>Told when a device that was here before has a connection again.</summary>
    public event Action<PhoneDevice>? Back;

    /// <summary>Connected devices.</summary>
    public int Count => _devices.Values.Count(device => device.Connection is not null);

    /// <summary>Every device with a connection.</summary>
    public IEnumerable<PhoneDevice> Connected => _devices.Values.Where(device => device.Connection is not null);

    /// <summary>A number for a new connection.</summary>
    public long NextFlow() => -Interlocked.Increment(ref _flows);

    /// <summary>The device, when it was ever here.</summary>
    public PhoneDevice? Find(UserId user, string uri) => _devices.GetValueOrDefault((user, uri));

    /// <summary>Gives a device a connection; the one that it had before is closed.</summary>
    public PhoneDevice Connect(UserId user, string id, PhoneConnection connection)
    {
        PhoneDevice device;
        PhoneConnection? before;
        lock (_forgetting)
        {
            device = _devices.GetOrAdd((user, PhoneDevice.UriOf(id)), _ => new PhoneDevice(user, id));
            before = device.Connect(connection);
        }

        if (before is not null && before != connection)
        {
            before.Abort();
        }

        Back?.Invoke(device);
        return device;
    }

    /// <summary>A connection is closed; false when the device has a newer one.</summary>
    public bool Disconnect(PhoneDevice device, PhoneConnection connection)
    {
        if (!device.Disconnect(connection))
        {
            return false;
        }

        Lost?.Invoke(device);
        return true;
    }

    /// <summary>A device that nobody waits for any more, unless it was back since it lost <paramref name="connection"/>.</summary>
    /// <remarks>
    /// A page that is loaded anew is without a connection for some milliseconds: whoever remembers an earlier loss must not forget it in just these, because its
    /// calls know it by this object.
    /// </remarks>
    public void Forget(PhoneDevice device, PhoneConnection connection)
    {
        lock (_forgetting)
        {
            if (device.Connection is null && device.LastConnection == connection)
            {
                _devices.TryRemove((device.User, device.Uri), out _);
            }
        }
    }
}
