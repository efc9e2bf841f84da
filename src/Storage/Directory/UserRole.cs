using System.Text.Json.Serialization;

namespace RtcCluster.Storage.Directory;

/// <summary>What a user may do; a role not known to this version reads as the smallest.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UserRole>))]
public enum UserRole
{
    /// <summary>Makes and takes calls, sees the own ones.</summary>
    Agent,

    /// <summary>Also sees, hears and helps the calls of the tenant.</summary>
    Supervisor,

    /// <summary>Also changes users, lines and trunks of the tenant.</summary>
    Administrator,
}
