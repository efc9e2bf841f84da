using System.Text.Json.Serialization;

namespace RtcCluster.Storage.Directory;

/// <summary>What a line does when it is called. Stored by name; later versions add kinds, and an older one reads those as <see cref="Unknown"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LineKind>))]
public enum LineKind
{
    /// <summary>A kind that this version does not know; never saved.</summary>
    Unknown,

    /// <summary>Rings the devices of the user named by the target.</summary>
    User,

    /// <summary>Plays back what it hears.</summary>
    Echo,

    /// <summary>Plays hold music.</summary>
    HoldMusic,

    /// <summary>Sends the call out by the trunk named by the target; the number is a pattern such as <c>+57*</c>.</summary>
    TrunkOut,

    /// <summary>A number that callers from outside dial; the target is the line that takes it.</summary>
    Did,

    /// <summary>Lets the caller wait for an agent of the queue named by the target.</summary>
    Queue,

    /// <summary>Plays the menu named by the target.</summary>
    Menu,

    /// <summary>A conference room named by the target.</summary>
    Conference,

    /// <summary>The caller's own voicemail box.</summary>
    Voicemail,

    /// <summary>Parks a call that is transferred to it in the first slot that is free.</summary>
    Park,

    /// <summary>A slot for one parked call; who dials it takes the call that waits there.</summary>
    ParkSlot,

    /// <summary>A fax machine that receives for the user named by the target.</summary>
    Fax,
}
