using System.Collections.Immutable;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Contracts.Voicemail;

/// <summary>A user's voicemail box: takes messages, each once, and says what is in it. Key: <see cref="UserId"/>.</summary>
/// <remarks>The messages are in the history's database, their sound in the blob store; the box is their only writer.</remarks>
[Alias("rtc.IMailboxGrain")]
public interface IMailboxGrain : IGrainWithStringKey
{
    /// <summary>Puts a message in; one that is there already, or was, changes nothing, and one of which its edge says that it has no second of sound is thrown away.</summary>
    [Alias("Deliver")]
    Task Deliver(VoicemailDelivery message);

    /// <summary>What a telephone has to know to leave a message or to hear those that are there; null when there is no such user.</summary>
    [Alias("Open")]
    Task<MailboxPlan?> Open();

    /// <summary>Says whether a message was heard; false when there is none.</summary>
    [Alias("Mark")]
    Task<bool> Mark(string message, bool heard);

    /// <summary>Deletes a message and its sound; false when there was none.</summary>
    [Alias("Delete")]
    Task<bool> Delete(string message);

    /// <summary>Counts a wrong PIN: after ten within an hour nobody is let in by telephone until the hour is over.</summary>
    [Alias("WrongPin")]
    Task WrongPin();

    /// <summary>What its owner has set.</summary>
    [Alias("Settings")]
    Task<MailboxSettings> Settings();

    /// <summary>Changes what its owner sets.</summary>
    [Alias("Configure")]
    Task<ConfigureReceipt> Configure(MailboxChange change);

    /// <summary>The numbers of messages now; the edge is told of changes for some minutes, and asks again to go on.</summary>
    [Alias("Watch")]
    Task<MailboxCounts> Watch(EdgeId edge);

    /// <summary>An edge says what became of a message's e-mail; said twice changes nothing.</summary>
    [Alias("Mailed")]
    Task Mailed(string message, MailOutcome outcome);

    /// <summary>Sound of a message has come into the store late: its length is taken anew, and what comes of a deleted one is erased.</summary>
    [Alias("Arrived")]
    Task Arrived(string message);

    /// <summary>Erases what is left of a message that was deleted: it has been kept long enough.</summary>
    [Alias("Expire")]
    Task Expire(string message);

    /// <summary>Its owner was deleted: everything goes but what legal cases hold.</summary>
    /// <returns>How many messages those hold.</returns>
    [Alias("Forget"), ResponseTimeout("00:05:00")]
    Task<int> Forget();
}

/// <summary>A message that a call has left.</summary>
/// <param name="Id">Made of the call, so that a message which is delivered twice is one.</param>
/// <param name="Call">The call.</param>
/// <param name="FromNumber">Number of who left it.</param>
/// <param name="FromName">Name of who left it; empty when none is known.</param>
/// <param name="At">When it began (UTC).</param>
/// <param name="DurationMilliseconds">Its length; null when the edge that recorded it is gone: what is stored tells.</param>
/// <param name="BlobPrefix">Where its chunks are; ends with a slash.</param>
/// <param name="RetainUntil">How long it is kept.</param>
/// <param name="Late">True when some of its sound was not stored yet when its edge ended it, or was recorded by an edge that is gone.</param>
[GenerateSerializer, Immutable, Alias("rtc.VoicemailDelivery")]
public sealed record VoicemailDelivery(
    [property: Id(0)] string Id,
    [property: Id(1)] CallId Call,
    [property: Id(2)] string FromNumber,
    [property: Id(3)] string FromName,
    [property: Id(4)] DateTimeOffset At,
    [property: Id(5)] long? DurationMilliseconds,
    [property: Id(6)] string BlobPrefix,
    [property: Id(7)] DateTimeOffset RetainUntil,
    [property: Id(8)] bool Late = false);

/// <summary>A box as a call has it.</summary>
/// <param name="Owner">Whose.</param>
/// <param name="Name">The owner's name, for the greeting.</param>
/// <param name="Language">The language that it speaks (BCP 47).</param>
/// <param name="Greeting">Blob of the owner's own greeting; null for the spoken one.</param>
/// <param name="MaxSeconds">The longest message.</param>
/// <param name="PinHash">What the PIN is checked against; null when there is none.</param>
/// <param name="Locked">True when too many wrong PINs were given.</param>
/// <param name="Full">True when there is no room for another message.</param>
/// <param name="Messages">What is in it: new ones first, then saved ones, of each the oldest first; at most 100.</param>
/// <param name="Counts">How many there are in all.</param>
[GenerateSerializer, Immutable, Alias("rtc.MailboxPlan")]
public sealed record MailboxPlan(
    [property: Id(0)] UserId Owner,
    [property: Id(1)] string Name,
    [property: Id(2)] string Language,
    [property: Id(3)] string? Greeting,
    [property: Id(4)] int MaxSeconds,
    [property: Id(5)] string? PinHash,
    [property: Id(6)] bool Locked,
    [property: Id(7)] bool Full,
    [property: Id(8)] ImmutableArray<MailboxMessage> Messages,
    [property: Id(9)] MailboxCounts Counts);

/// <summary>A message in a box.</summary>
/// <param name="Id">Its id.</param>
/// <param name="FromNumber">Number of who left it.</param>
/// <param name="At">When it began (UTC).</param>
/// <param name="Heard">False for a new one.</param>
/// <param name="BlobPrefix">Where its chunks are.</param>
/// <param name="Chunks">How many there are.</param>
[GenerateSerializer, Immutable, Alias("rtc.MailboxMessage")]
public sealed record MailboxMessage(
    [property: Id(0)] string Id,
    [property: Id(1)] string FromNumber,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] bool Heard,
    [property: Id(4)] string BlobPrefix,
    [property: Id(5)] int Chunks);

/// <summary>How many messages there are.</summary>
/// <param name="New">Not heard yet.</param>
/// <param name="Saved">Heard.</param>
/// <param name="Version">Grows with each change of this activation, so that news which come in another order do no harm.</param>
[GenerateSerializer, Immutable, Alias("rtc.MailboxCounts")]
public sealed record MailboxCounts([property: Id(0)] int New, [property: Id(1)] int Saved, [property: Id(2)] long Version);

/// <summary>What the owner of a box has set.</summary>
/// <param name="Language">The language that it speaks.</param>
/// <param name="HasPin">True when a PIN is asked for.</param>
/// <param name="MaxSeconds">The longest message.</param>
/// <param name="HasGreeting">True when it has a greeting of its own.</param>
/// <param name="Email">True when new messages are sent to the owner by e-mail.</param>
/// <param name="Attach">True when the e-mail has the sound with it.</param>
[GenerateSerializer, Immutable, Alias("rtc.MailboxSettings")]
public sealed record MailboxSettings(
    [property: Id(0)] string Language,
    [property: Id(1)] bool HasPin,
    [property: Id(2)] int MaxSeconds,
    [property: Id(3)] bool HasGreeting,
    [property: Id(4)] bool Email = false,
    [property: Id(5)] bool Attach = true);

/// <summary>What the owner of a box changes; what is null stays.</summary>
/// <param name="Language"><c>es-CO</c> or <c>en</c>.</param>
/// <param name="Pin">4 to 8 digits; empty for none.</param>
/// <param name="MaxSeconds">10 to 600.</param>
/// <param name="Greeting">Blob of a greeting; empty for the spoken one.</param>
/// <param name="Email">Whether new messages are sent by e-mail.</param>
/// <param name="Attach">Whether the e-mail has the sound with it.</param>
[GenerateSerializer, Immutable, Alias("rtc.MailboxChange")]
public sealed record MailboxChange(
    [property: Id(0)] string? Language = null,
    [property: Id(1)] string? Pin = null,
    [property: Id(2)] int? MaxSeconds = null,
    [property: Id(3)] string? Greeting = null,
    [property: Id(4)] bool? Email = null,
    [property: Id(5)] bool? Attach = null);
