namespace RtcCluster.Contracts.Incidents;

/// <summary>What looks like an attack or like fraud.</summary>
[GenerateSerializer, Alias("rtc.IncidentRule")]
public enum IncidentRule
{
    /// <summary>One user's calls outside follow one another faster than a person makes them.</summary>
    TollBurst = 0,

    /// <summary>One user tries numbers that nobody may call, again and again.</summary>
    BlockedNumbers = 1,

    /// <summary>Calls go on outside at the expense of a user who takes no part in them.</summary>
    ForwardedBurst = 2,

    /// <summary>Calls to a country that the company does not call.</summary>
    NewCountry = 3,

    /// <summary>Many alike calls from one block of numbers to one number of the company.</summary>
    CallPumping = 4,

    /// <summary>Calls from one block of numbers that ring once at many, so that they call back.</summary>
    MissedCallBait = 5,

    /// <summary>One source tries a few passwords at many accounts.</summary>
    PasswordSpray = 6,

    /// <summary>Many passwords are tried at one account.</summary>
    PasswordGuessing = 7,

    /// <summary>One source looks for extensions.</summary>
    ExtensionScan = 8,

    /// <summary>One user signs in at two places between which nobody travels so fast.</summary>
    ImpossibleTravel = 9,
}
