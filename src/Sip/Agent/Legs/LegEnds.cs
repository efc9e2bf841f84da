using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Agent.Legs;

/// <summary>Reads from a message how it ends a leg.</summary>
internal static class LegEnds
{
    /// <summary>A failure response.</summary>
    public static LegEnd OfResponse(SipMessage response)
    {
        Causes(response, out var q850, out var sip);
        return new LegEnd(LegEndBy.Remote, response.StatusCode, SipText.Of(response.ReasonPhrase), q850, sip, SipText.Seconds(response, SipHeader.RetryAfter));
    }

    /// <summary>A BYE or CANCEL.</summary>
    public static LegEnd OfRequest(SipMessage request, int code)
    {
        Causes(request, out var q850, out var sip);
        return new LegEnd(LegEndBy.Remote, code, SipText.Of(SipReasonPhrase.Of(code)), q850, sip);
    }

    // One value a protocol. RFC 3326 §2.
    private static void Causes(SipMessage message, out int q850, out int sip)
    {
        q850 = 0;
        sip = 0;
        foreach (var value in message.Values(SipHeader.Reason))
        {
            if (!Reason.TryParse(value, out var reason) || reason.Cause < 0)
            {
                continue;
            }

            q850 = reason.IsQ850 ? reason.Cause : q850;
            sip = reason.IsSip ? reason.Cause : sip;
        }
    }
}
