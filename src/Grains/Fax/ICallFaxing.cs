using RtcCluster.Contracts.Calls;

namespace RtcCluster.Grains.Fax;

/// <summary>What a user's box wants of a call. The key is that of <see cref="ICallGrain"/>.</summary>
[Alias("rtc.ICallFaxing")]
internal interface ICallFaxing : IGrainWithStringKey
{
    /// <summary>Call a number and send it a fax; sent to the call that follows from the attempt, which begins with it. How it went comes as <see cref="Contracts.Fax.IFaxBoxGrain.Tried"/>.</summary>
    /// <returns>False when no edge can carry the call now: nothing comes then.</returns>
    [Alias("SendFax"), ResponseTimeout("00:00:05")]
    Task<bool> SendFax(FaxOrder order);

    /// <summary>Whether the call goes on, or has ended and not yet said how it went.</summary>
    [Alias("Exists"), ResponseTimeout("00:00:05")]
    Task<bool> Exists();
}

/// <summary>A fax that is to be sent.</summary>
/// <param name="Fax">The fax, as its owner's box names it.</param>
/// <param name="Owner">Whose it is, as the other party sees them; their rights and limits count.</param>
/// <param name="Number">The number to call.</param>
/// <param name="BlobPrefix">Where the pages are.</param>
[GenerateSerializer, Immutable, Alias("rtc.FaxOrder")]
internal sealed record FaxOrder([property: Id(0)] string Fax, [property: Id(1)] Party Owner, [property: Id(2)] string Number, [property: Id(3)] string BlobPrefix);
