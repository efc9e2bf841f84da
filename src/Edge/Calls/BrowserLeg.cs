using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Hub;

namespace RtcCluster.Edge.Calls;

/// <summary>A leg that a browser signals through the phone hub. Lives in its call's SIP shard.</summary>
/// <param name="leg">The leg in the call.</param>
/// <param name="device">The browser.</param>
/// <param name="isIncoming">Whether the browser called us.</param>
internal sealed class BrowserLeg(LegId leg, PhoneDevice device, bool isIncoming)
{
    /// <summary>The leg in the call.</summary>
    public LegId Leg => leg;

    /// <summary>The browser.</summary>
    public PhoneDevice Device => device;

    /// <summary>Whether the browser called us.</summary>
    public bool IsIncoming => isIncoming;

    /// <summary>Answered, in either direction.</summary>
    public bool IsEstablished { get; set; }

    /// <summary>The browser has been told that it rings.</summary>
    public bool IsShown { get; set; }

    /// <summary>It is over here.</summary>
    public bool IsOver { get; set; }

    /// <summary>What the browser was told last.</summary>
    public CallCard? Card { get; set; }

    /// <summary>The browser says that it is muted.</summary>
    public bool IsMuted { get; set; }

    /// <summary>The number of the browser's offer that waits for its answer, or was answered last.</summary>
    public int OfferNumber { get; set; }

    /// <summary>An answer that waits for the first card.</summary>
    public OfferCard? PendingAnswer { get; set; }

    /// <summary>Grows with each order to offer anew.</summary>
    public long Epoch { get; set; }

    /// <summary>Grows each time that the device is lost or back: a wait for it counts only as long as this does not change.</summary>
    public int Absence { get; set; }
}
