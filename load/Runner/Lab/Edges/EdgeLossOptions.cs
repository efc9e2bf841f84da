namespace RtcCluster.Load.Runner.Lab.Edges;

/// <summary>What <c>lab call-survival --kill edge</c> is asked for.</summary>
internal sealed record EdgeLossOptions
{
    /// <summary>Silos.</summary>
    public required int Silos { get; init; }

    /// <summary>Edges; the first one dies.</summary>
    public required int Edges { get; init; }

    /// <summary>Whose calls are made.</summary>
    public required IReadOnlyList<MovingKind> Classes { get; init; }

    /// <summary>Calls of each class.</summary>
    public required int PerClass { get; init; }

    /// <summary>How many of each class are recorded.</summary>
    public required int Recorded { get; init; }

    /// <summary>How long the edge is paused; null to kill it.</summary>
    public required TimeSpan? Pause { get; init; }

    /// <summary>Chooses when each page and each telephone comes back.</summary>
    public required int Seed { get; init; }

    /// <summary>Where the figures go too.</summary>
    public required FileInfo? Json { get; init; }

    /// <summary>Whether a network of the lab's own is needed.</summary>
    public bool NeedsNetwork => Classes.Any(static kind => kind is not (MovingKind.Browser or MovingKind.SipOwn or MovingKind.SipTcp));

    /// <summary>Whether telephones of a class find all edges at one address.</summary>
    public static bool IsShared(MovingKind kind) => kind is MovingKind.SipShared or MovingKind.SipSharedNat;

    /// <summary>Whether calls of a class must outlive the edge. Of the others it is told what becomes of them.</summary>
    public static bool IsJudged(MovingKind kind) => kind is MovingKind.Browser or MovingKind.SipShared or MovingKind.SipOwn;

    /// <summary>The name of a class on the command line and in the report.</summary>
    public static string NameOf(MovingKind kind) => kind switch
    {
        MovingKind.Browser => "browser",
        MovingKind.SipShared => "sip-shared",
        MovingKind.SipOwn => "sip-own",
        MovingKind.SipNat => "sip-nat",
        MovingKind.SipTcp => "sip-tcp",
        _ => "sip-shared-nat",
    };
}
