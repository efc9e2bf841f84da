using Orleans.Concurrency;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Google;

/// <summary>A user's account of Google: whether it is connected, and what is kept the same on both sides. Key: <c>{tenant}/{user}</c>.</summary>
[Alias("rtc.IGoogleGrain")]
public interface IGoogleGrain : IGrainWithStringKey
{
    /// <summary>Where the browser goes to allow it; null when Google is not set up here.</summary>
    [Alias("Way")]
    Task<string?> Way(GoogleWay way);

    /// <summary>Connects the account behind what Google sent the browser back with.</summary>
    [Alias("Connect"), ResponseTimeout("00:01:10")]
    Task<GoogleConnected> Connect(GoogleCode code);

    /// <summary>Forgets the account and gives its token back. Contacts stay, here and there.</summary>
    [Alias("Disconnect"), ResponseTimeout("00:01:10")]
    Task Disconnect();

    /// <summary>How it is.</summary>
    [Alias("State"), ResponseTimeout("00:00:20")]
    Task<GoogleCard> State();

    /// <summary>Contacts are compared now and not in a while; without an account nothing happens.</summary>
    [Alias("Sync")]
    Task Sync();

    /// <summary>Makes a meeting in Google Meet, for a call: asked again for the same call, it is the same meeting as long as this activation lives.</summary>
    /// <param name="call">The call's name.</param>
    [Alias("Meet"), AlwaysInterleave, ResponseTimeout("00:01:10")]
    Task<GoogleAnswer> Meet(string call);

    /// <summary>Sends an e-mail as the user. Without an answer it may have been sent: nobody asks again by itself.</summary>
    /// <param name="letter">The letter (RFC 5322), in base64url.</param>
    [Alias("Mail"), AlwaysInterleave, ResponseTimeout("00:01:10")]
    Task<GoogleAnswer> Mail(string letter);

    /// <summary>The user is seen otherwise than before, which Google Chat is told of (<see cref="Users.IUserGrain.TellGoogle"/>).</summary>
    [Alias("PresenceChanged"), OneWay]
    Task PresenceChanged(PresenceStatus status);

    /// <summary>The key of a user's.</summary>
    static string KeyOf(UserId user) => user.Key;
}
