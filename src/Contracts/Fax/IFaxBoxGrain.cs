using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Fax;

/// <summary>A user's faxes: takes received ones, each once, and says what is there. Key: <see cref="UserId"/>.</summary>
/// <remarks>The faxes are in the history's database, their pages in the blob store; the box is their only writer.</remarks>
[Alias("rtc.IFaxBoxGrain")]
public interface IFaxBoxGrain : IGrainWithStringKey
{
    /// <summary>Puts a received fax in; one that is there already, or was, changes nothing, and one without a page is thrown away.</summary>
    [Alias("Deliver")]
    Task Deliver(FaxDelivery fax);

    /// <summary>Pages of a received fax have come into the store late: they are counted anew, and what comes of a deleted one is erased.</summary>
    [Alias("Arrived")]
    Task Arrived(string fax);

    /// <summary>Takes a fax that its owner wants to be sent; one that is there already changes nothing. Its pages are in the store.</summary>
    [Alias("Send")]
    Task<FaxSendStatus> Send(FaxSubmission fax);

    /// <summary>A call says how an attempt to send went; said twice changes nothing.</summary>
    [Alias("Tried")]
    Task Tried(FaxTry attempt);

    /// <summary>Says whether a received fax was looked at; false when there is none.</summary>
    [Alias("Mark")]
    Task<bool> Mark(string fax, bool seen);

    /// <summary>Deletes a fax and its pages; one that is being sent is sent no more. False when there was none.</summary>
    [Alias("Delete")]
    Task<bool> Delete(string fax);

    /// <summary>Erases a fax for good, and what is left of one that was deleted: it has been kept long enough.</summary>
    [Alias("Expire")]
    Task Expire(string fax);

    /// <summary>Its owner was deleted: what is being sent is sent no more, and everything goes but what legal cases hold.</summary>
    /// <returns>How many faxes those hold.</returns>
    [Alias("Forget"), ResponseTimeout("00:05:00")]
    Task<int> Forget();
}

/// <summary>A fax that is to be sent.</summary>
/// <param name="Id">Made by who asks, so that a fax which is given twice is one.</param>
/// <param name="Number">Where to.</param>
/// <param name="Name">Who is there; empty when it is not known.</param>
/// <param name="Pages">How many pages it has.</param>
/// <param name="BlobPrefix">Where they are; ends with a slash.</param>
/// <param name="At">When it was given (UTC).</param>
[GenerateSerializer, Immutable, Alias("rtc.FaxSubmission")]
public sealed record FaxSubmission(
    [property: Id(0)] string Id, [property: Id(1)] string Number, [property: Id(2)] string Name, [property: Id(3)] int Pages, [property: Id(4)] string BlobPrefix, [property: Id(5)] DateTimeOffset At);

/// <summary>What becomes of a fax that is to be sent.</summary>
[GenerateSerializer, Alias("rtc.FaxSendStatus")]
public enum FaxSendStatus
{
    /// <summary>It is called as soon as those before it are through.</summary>
    Taken = 0,

    /// <summary>The number is an emergency number: a machine must not keep it busy.</summary>
    Emergency = 1,

    /// <summary>Too many wait already.</summary>
    Full = 2,
}

/// <summary>How an attempt to send a fax went.</summary>
/// <param name="Fax">The fax.</param>
/// <param name="Call">The call.</param>
/// <param name="Complete">Whether the other machine has confirmed all of it.</param>
/// <param name="Pages">Pages that it has confirmed.</param>
/// <param name="Station">What it calls itself; empty when it did not say.</param>
/// <param name="Text">How it went, in words for an expert (English).</param>
/// <param name="Result">How the call came out: <see cref="CallResult.Answered"/> when there was somebody.</param>
/// <param name="DurationMilliseconds">How long the call lasted after its answer.</param>
[GenerateSerializer, Immutable, Alias("rtc.FaxTry")]
public sealed record FaxTry(
    [property: Id(0)] string Fax,
    [property: Id(1)] CallId Call,
    [property: Id(2)] bool Complete,
    [property: Id(3)] int Pages,
    [property: Id(4)] string Station,
    [property: Id(5)] string Text,
    [property: Id(6)] CallResult Result,
    [property: Id(7)] long DurationMilliseconds);

/// <summary>A fax that a call has brought.</summary>
/// <param name="Id">Made of the call, so that a fax which is delivered twice is one.</param>
/// <param name="Call">The call.</param>
/// <param name="FromNumber">Number of who sent it; empty when it was not shown.</param>
/// <param name="FromName">Name of who sent it; empty when none is known.</param>
/// <param name="At">When it began (UTC).</param>
/// <param name="Station">What the other machine calls itself; empty when it did not say.</param>
/// <param name="Pages">Pages that were confirmed; null when the edge that received it is gone: what is stored tells.</param>
/// <param name="Complete">Whether all of it was received.</param>
/// <param name="Result">How the call ended, in words for an expert.</param>
/// <param name="DurationMilliseconds">How long the pages took.</param>
/// <param name="BlobPrefix">Where its pages are; ends with a slash.</param>
/// <param name="RetainUntil">How long it is kept.</param>
/// <param name="Late">True when some of its pages were not stored yet when its edge ended it, or were received by an edge that is gone.</param>
[GenerateSerializer, Immutable, Alias("rtc.FaxDelivery")]
public sealed record FaxDelivery(
    [property: Id(0)] string Id,
    [property: Id(1)] CallId Call,
    [property: Id(2)] string FromNumber,
    [property: Id(3)] string FromName,
    [property: Id(4)] DateTimeOffset At,
    [property: Id(5)] string Station,
    [property: Id(6)] int? Pages,
    [property: Id(7)] bool Complete,
    [property: Id(8)] string Result,
    [property: Id(9)] long DurationMilliseconds,
    [property: Id(10)] string BlobPrefix,
    [property: Id(11)] DateTimeOffset RetainUntil,
    [property: Id(12)] bool Late);
