using System.Globalization;
using System.Text;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Agent;

/// <summary>Values of messages as strings, for what outlives the message's buffer.</summary>
internal static class SipText
{
    /// <summary>The text of a value; bytes that are no UTF-8 become U+FFFD.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? "" : Encoding.UTF8.GetString(bytes);

    /// <summary>The first value of a header; empty when it is absent.</summary>
    public static string First(SipMessage message, SipHeader header) => message.TryGet(header, out var value) ? Of(value) : "";

    /// <summary>All values of a header, in order.</summary>
    public static List<string> All(SipMessage message, SipHeader header)
    {
        var values = new List<string>();
        foreach (var value in message.Values(header))
        {
            values.Add(Of(value));
        }

        return values;
    }

    /// <summary>A header of whole seconds, such as Min-SE or Retry-After; zero when it is absent or malformed.</summary>
    public static TimeSpan Seconds(SipMessage message, SipHeader header)
    {
        if (!message.TryGet(header, out var value))
        {
            return TimeSpan.Zero;
        }

        // Parameters and comments may follow: "18000;duration=3600", "120 (I'm in a meeting)". RFC 3261 §20.33.
        var end = value.IndexOfAny(";( \t"u8);
        return DeltaSeconds.TryParse(end < 0 ? value : value[..end], out var seconds) ? TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue)) : TimeSpan.Zero;
    }

    /// <summary>Seconds of a duration, as a header writes them.</summary>
    public static string Seconds(TimeSpan duration) => ((long)duration.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    /// <summary>A number, as a header writes it.</summary>
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The URI of a name-addr or addr-spec value; empty when it is malformed.</summary>
    public static string UriOf(string value) => NameAddr.TryParse(Encoding.UTF8.GetBytes(value), out var address) ? Of(address.UriText) : "";

    /// <summary>The body as bytes of its own.</summary>
    public static ReadOnlyMemory<byte> BodyOf(SipMessage message) => message.Body.IsEmpty ? default : message.Body.ToArray();
}
