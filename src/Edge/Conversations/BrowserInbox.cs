using RtcCluster.Contracts.Conversations;
using RtcCluster.Contracts.Hub;
using RtcCluster.Edge.Hub;

namespace RtcCluster.Edge.Conversations;

/// <summary>A browser that shows its user's conversations. Two of one device are equal.</summary>
/// <param name="device">The browser.</param>
internal sealed class BrowserInbox(PhoneDevice device) : IEquatable<BrowserInbox>
{
    private readonly PhoneDevice _device = device;
    private readonly Lock _lock = new();
    private long _last;

    /// <summary>The browser has just come: it asks for everything that came meanwhile.</summary>
    /// <param name="now">The number of the last news; null when it is not known.</param>
    public void Begin(InboxNews? now)
    {
        lock (_lock)
        {
            _last = Math.Max(_last, now?.Version ?? 0);
        }

        _device.Tell(client => client.InboxChanged(new InboxUpdate([], [], [], Missed: true)));
    }

    /// <summary>There is news; what came before it and was not told is asked for by the browser.</summary>
    public void Changed(InboxNews news)
    {
        bool missed;
        lock (_lock)
        {
            // The grain's answer may overtake the news of the same number, which is late then.
            missed = news.IsBare || news.Version != _last + 1;
            _last = news.Version;
        }

        _device.Tell(client => client.InboxChanged(new InboxUpdate([.. news.Messages], [.. news.Conversations], [.. news.Broadcasts], missed)));
    }

    public bool Equals(BrowserInbox? other) => other is not null && ReferenceEquals(other._device, _device);

    public override bool Equals(object? obj) => Equals(obj as BrowserInbox);

    public override int GetHashCode() => _device.GetHashCode();
}
