using System.Text;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Agent.Subscriptions;

/// <summary>Value of an Event header: what is subscribed to. RFC 6665 §8.2.1.</summary>
/// <param name="Package">The event package as it was written; packages compare byte by byte (RFC 6665 §8.2.1).</param>
/// <param name="Id">What tells several subscriptions of one dialog apart; empty when there is none.</param>
public sealed record EventName(string Package, string Id)
{
    /// <summary>The value as a header writes it.</summary>
    public override string ToString() => Id.Length == 0 ? Package : $"{Package};id={Id}";

    /// <summary>Reads the Event header of a request; null when it has none or it is malformed (489, RFC 6665 §4.2.1.1).</summary>
    /// <param name="message">The request.</param>
    public static EventName? Of(SipMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!message.TryGet(SipHeader.Event, out var value) || !TokenValue.TryParse(value, out var parsed))
        {
            return null;
        }

        parsed.Parameters.TryGet("id"u8, out var id);
        return new EventName(Encoding.ASCII.GetString(parsed.Token), Encoding.ASCII.GetString(id));
    }
}
