namespace RtcCluster.Media.Ice;

/// <summary>Why an <c>a=candidate</c> was taken or not. None of these fails a description: a candidate that is of no use is left out.</summary>
public enum IceCandidateStatus
{
    /// <summary>Taken.</summary>
    Ok,

    /// <summary>Not as RFC 8839 §5.1 says.</summary>
    Malformed,

    /// <summary>A name instead of an address: mDNS of a browser, or a host name. We ask no resolver.</summary>
    Name,

    /// <summary>Neither UDP nor TCP.</summary>
    UnknownTransport,

    /// <summary>A type that we do not know.</summary>
    UnknownKind,

    /// <summary>More than <see cref="IceDescription.MaxCandidates"/>.</summary>
    TooMany,
}
