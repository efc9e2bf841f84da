using System.Text.Json.Serialization;

namespace RtcCluster.Storage.Retention;

/// <summary>What is kept for a number of days. Stored by name; more will come.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RetentionKind>))]
public enum RetentionKind
{
    /// <summary>Recordings of calls.</summary>
    Recordings,

    /// <summary>Messages in voicemail boxes.</summary>
    Voicemail,

    /// <summary>The call log, with the ledger and the rows of reports that are made of it.</summary>
    CallLog,

    /// <summary>Messages of conversations.</summary>
    Chat,

    /// <summary>Faxes, received and sent.</summary>
    Fax,

    /// <summary>A user, with all that went at once: no rule is about it, receipts are.</summary>
    User,
}
