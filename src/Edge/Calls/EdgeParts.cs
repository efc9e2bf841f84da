using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Hub;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Media;
using RtcCluster.Edge.ParkLots;
using RtcCluster.Edge.Rooms;
using RtcCluster.Edge.Sip;
using RtcCluster.Edge.Voicemail;
using RtcCluster.Sip.Agent;

namespace RtcCluster.Edge.Calls;

/// <summary>What the calls of an edge share.</summary>
internal sealed class EdgeParts
{
    /// <summary>Who this edge is.</summary>
    public required EdgeIdentity Identity { get; init; }

    /// <summary>The cluster.</summary>
    public required IGrainFactory Grains { get; init; }

    /// <summary>The lease and the index of calls.</summary>
    public required LeaseKeeper Lease { get; init; }

    /// <summary>Every call.</summary>
    public required CallTable Calls { get; init; }

    /// <summary>The media shards.</summary>
    public required MediaShards Media { get; init; }

    /// <summary>Accounts at trunks.</summary>
    public required TrunkCredentials Credentials { get; init; }

    /// <summary>The directory, remembered for seconds.</summary>
    public required DirectoryCache Directory { get; init; }

    /// <summary>Challenges and their answers.</summary>
    public required DigestRealms Digests { get; init; }

    /// <summary>Section <c>Sip</c>.</summary>
    public required SipOptions Sip { get; init; }

    /// <summary>How it is measured; null when it is not.</summary>
    public BenchOptions? Bench { get; init; }

    /// <summary>Section <c>Edge</c>.</summary>
    public required EdgeOptions Edge { get; init; }

    /// <summary>Section <c>Media</c>.</summary>
    public required MediaOptions MediaSettings { get; init; }

    /// <summary>The clocks.</summary>
    public required EdgeClock Clock { get; init; }

    /// <summary>What is counted.</summary>
    public required EdgeMetrics Metrics { get; init; }

    /// <summary>Where this edge listens.</summary>
    public required IReadOnlyList<SipListener> Listeners { get; init; }

    /// <summary>Which users registered by which connection.</summary>
    public required FlowUsers Flows { get; init; }

    /// <summary>The browsers of this edge.</summary>
    public required PhoneDevices Devices { get; init; }

    /// <summary>Who watches whom at this edge.</summary>
    public required PresenceWatch Watches { get; init; }

    /// <summary>Lights the lamps of voicemail boxes.</summary>
    public required MailboxWatch Mailboxes { get; init; }

    /// <summary>Lights the lamps of conference rooms.</summary>
    public required RoomWatch Rooms { get; init; }

    /// <summary>Lights the lamps of slots for parked calls.</summary>
    public required ParkLotWatch ParkLots { get; init; }

    /// <summary>Where legs wait that go over from one call to another.</summary>
    public LegParking Parking { get; } = new();

    /// <summary>Finds legs by their dialogs.</summary>
    public LegFinder Finder { get; } = new();

    /// <summary>Refuses new calls while the cluster is behind.</summary>
    public required CallAdmission Admission { get; init; }

    /// <summary>Finds the edges of dialogs that are not here.</summary>
    public required ForeignDialogs Foreign { get; init; }

    /// <summary>Whether new calls are refused because the edge stops or is drained.</summary>
    public required Func<bool> IsDraining { get; init; }

    /// <summary>Whether the process ends; an edge that is only drained lives on.</summary>
    public required Func<bool> IsStopping { get; init; }
}
