using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Agent;

/// <summary>What we say that we can do, and the check of what a peer requires.</summary>
internal static class Abilities
{
    /// <summary>Value of Allow.</summary>
    public const string Allow = "INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO, REFER, NOTIFY, REGISTER, SUBSCRIBE, MESSAGE, PUBLISH";

    /// <summary>Value of Supported.</summary>
    public const string Supported = "100rel, timer, norefersub";

    /// <summary>Value of Accept.</summary>
    public const string Accept = "application/sdp, application/dtmf-relay, application/dtmf, message/sipfrag";

    /// <summary>The option tags of Require that we do not know, comma-separated; empty when we know all. RFC 3261 §8.2.2.3.</summary>
    public static string Unknown(SipMessage request)
    {
        // CANCEL and ACK carry what their INVITE was already judged by.
        var unknown = "";
        foreach (var tag in request.Values(SipHeader.Require))
        {
            var known = SipGrammar.Same(tag, "100rel"u8) || SipGrammar.Same(tag, "timer"u8) || SipGrammar.Same(tag, "norefersub"u8)
                || (request.Method == SipMethod.Register && (SipGrammar.Same(tag, "path"u8) || SipGrammar.Same(tag, "outbound"u8)));
            if (!known)
            {
                unknown += (unknown.Length == 0 ? "" : ", ") + SipText.Of(tag);
            }
        }

        return unknown;
    }
}
