using System.Globalization;
using System.Text;

namespace RtcCluster.Sip.Events;

/// <summary>The document of the message-summary package: how many messages wait in a voicemail box, which lights the lamp of a telephone. RFC 3842 §5.2.</summary>
public static class MessageSummary
{
    /// <summary>Its type.</summary>
    public const string ContentType = "application/simple-message-summary";

    /// <summary>Name of the package. RFC 3842 §3.1.</summary>
    public const string Package = "message-summary";

    /// <summary>Writes the document: the status line first, then the account and the counts. Urgent messages are not told apart, so their counts are left out.</summary>
    /// <param name="account">URI that reaches the box.</param>
    /// <param name="fresh">Messages that were not heard, 0 or more.</param>
    /// <param name="saved">Messages that were, 0 or more.</param>
    public static byte[] Write(string account, int fresh, int saved) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"Messages-Waiting: {(fresh > 0 ? "yes" : "no")}\r\nMessage-Account: {account}\r\nVoice-Message: {fresh}/{saved}\r\n"));
}
