using System.Text.Json.Nodes;

namespace RtcCluster.Grains.Google;

/// <summary>The labels of an account by name and by resource; Google's own (all contacts, starred) are none.</summary>
internal sealed class PersonGroups
{
    /// <summary>The group of all contacts that somebody made.</summary>
    public const string MyContacts = "contactGroups/myContacts";

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _resources = new(StringComparer.Ordinal);

    /// <summary>Adds a group as Google describes it.</summary>
    public void Add(JsonObject group)
    {
        if (group.Text("groupType") != "SYSTEM_CONTACT_GROUP" && group.Text("resourceName") is { } resource && group.Text("name") is { } name)
        {
            _names[resource] = name;
            _resources.TryAdd(name, resource);
        }
    }

    /// <summary>The label; null when it is none of the user's.</summary>
    public string? NameOf(string resource) => _names.GetValueOrDefault(resource);

    /// <summary>The resource; null when there is no such label.</summary>
    public string? ResourceOf(string name) => _resources.GetValueOrDefault(name);
}
