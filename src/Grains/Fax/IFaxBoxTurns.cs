namespace RtcCluster.Grains.Fax;

/// <summary>What a user's faxes tell themselves in a turn of their own. The key is that of <see cref="RtcCluster.Contracts.Fax.IFaxBoxGrain"/>.</summary>
[Alias("rtc.IFaxBoxTurns")]
internal interface IFaxBoxTurns : IGrainWithStringKey
{
    /// <summary>What the store has of pages that were waited for has been looked at.</summary>
    [Alias("Looked")]
    Task Looked();
}
