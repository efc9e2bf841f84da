using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Voicemail;

/// <summary>Asks an edge to send a message of a voicemail box by e-mail; what became of it comes back through <see cref="IMailboxGrain.Mailed"/>.</summary>
/// <param name="Owner">Whose box.</param>
/// <param name="Message">The message; also the e-mail's own id, so that one which is sent again is known to whoever has the first.</param>
/// <param name="To">The address.</param>
/// <param name="Language">The language of the text: <c>es-CO</c> or <c>en</c>.</param>
/// <param name="TimeZone">IANA time zone of the times in the text.</param>
/// <param name="FromNumber">Number of who left it; empty when it was not shown.</param>
/// <param name="FromName">Name of who left it; empty when none is known.</param>
/// <param name="At">When it began (UTC).</param>
/// <param name="DurationMilliseconds">Its length; 0 when its sound has not come yet.</param>
/// <param name="BlobPrefix">Where its chunks are.</param>
/// <param name="Attach">True: with the sound; false: with the address of the web app alone.</param>
[GenerateSerializer, Immutable, Alias("rtc.MailOrder")]
public sealed record MailOrder(
    [property: Id(0)] UserId Owner,
    [property: Id(1)] string Message,
    [property: Id(2)] string To,
    [property: Id(3)] string Language,
    [property: Id(4)] string TimeZone,
    [property: Id(5)] string FromNumber,
    [property: Id(6)] string FromName,
    [property: Id(7)] DateTimeOffset At,
    [property: Id(8)] long DurationMilliseconds,
    [property: Id(9)] string BlobPrefix,
    [property: Id(10)] bool Attach);

/// <summary>What became of an e-mail.</summary>
[GenerateSerializer, Alias("rtc.MailOutcome")]
public enum MailOutcome
{
    /// <summary>The mail server has it.</summary>
    Sent = 0,

    /// <summary>Not now: the server is not there, is busy or said so (RFC 5321, 4yz).</summary>
    Later = 1,

    /// <summary>Never: the server refused it for good (RFC 5321, 5yz).</summary>
    Refused = 2,
}
