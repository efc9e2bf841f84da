namespace RtcCluster.Sip.Agent;

/// <summary>A call that the host makes.</summary>
public sealed record InviteRequest
{
    /// <summary>Request-URI: the number at a trunk, or the contact of a registration.</summary>
    public required string Target { get; init; }

    /// <summary>Value of From, without tag: a name-addr such as <c>"Ann" &lt;sip:1001@demo.test&gt;</c>.</summary>
    public required string From { get; init; }

    /// <summary>Value of To, without tag.</summary>
    public required string To { get; init; }

    /// <summary>
    /// What goes into the Contact's user part and in front of our tag, so that any edge finds the owner of an in-dialog request; letters, digits, <c>-</c> and <c>_</c>.
    /// Null makes a random one.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>By which flow to send: that of the registration. Null to go where the first route or the target says.</summary>
    public SipFlow? Flow { get; init; }

    /// <summary>Route values, first hop first: the Path of a registration (RFC 3327), or a trunk's outbound proxy.</summary>
    public IReadOnlyList<string> Routes { get; init; } = [];

    /// <summary>Identity and other headers.</summary>
    public IReadOnlyList<AddedHeader> Headers { get; init; } = [];

    /// <summary>The offer; empty to ask the peer for its.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Type of the body.</summary>
    public string ContentType { get; init; } = "application/sdp";

    /// <summary>Hops that the request may take; one less than the call has that this one was made for.</summary>
    public int MaxForwards { get; init; } = 70;

    /// <summary>
    /// How long to wait for any response at all, so that a call may try its next trunk long before timer B (32 s) finds this one dead; zero waits for timer
    /// B. The leg then fails with 408; should the peer still ring or answer, it gets CANCEL, or ACK and BYE.
    /// </summary>
    public TimeSpan FirstResponseWithin { get; init; }

    /// <summary>Whether to say that we support reliable provisional responses. RFC 3262.</summary>
    public bool Supports100Rel { get; init; } = true;
}
