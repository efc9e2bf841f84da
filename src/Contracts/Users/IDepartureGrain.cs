namespace RtcCluster.Contracts.Users;

/// <summary>A user who was deleted: what was theirs is erased. Key: <see cref="Ids.UserId"/>.</summary>
[Alias("rtc.IDepartureGrain")]
public interface IDepartureGrain : IGrainWithStringKey
{
    /// <summary>Erases what is left, but for what legal cases hold; what cannot be erased now is tried again within the hour.</summary>
    /// <returns>Whether nothing is left, so that the name is free.</returns>
    [Alias("Run"), ResponseTimeout("00:10:00")]
    Task<bool> Run();
}
