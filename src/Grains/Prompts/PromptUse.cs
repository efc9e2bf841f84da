using System.Text.Json;
using RtcCluster.Contracts.Ids;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Prompts;

/// <summary>Finds out who plays a prompt: menus say <c>play</c>, queues <c>periodic</c> and <c>music</c>, rules of what is told before a recording <c>prompt</c>.</summary>
internal static class PromptUse
{
    private static readonly string[] Kinds = ["flow", "queue", "room", "voicemail", "notices"];
    private static readonly string[] Properties = ["play", "periodic", "music", "greeting", "prompt"];

    /// <summary>The first document that names the prompt; null when none does.</summary>
    public static async Task<Document?> Find(IDirectory directory, PromptId prompt)
    {
        foreach (var kind in Kinds)
        {
            foreach (var document in await directory.ListDocumentsAsync(prompt.Tenant.Value, kind))
            {
                if (IsIn(document.Json, prompt.Name))
                {
                    return document;
                }
            }
        }

        return null;
    }

    /// <summary>Whether a text of JSON names a prompt where prompts are named.</summary>
    public static bool IsIn(string json, string prompt)
    {
        using var document = JsonDocument.Parse(json);
        return IsIn(document.RootElement, prompt, isNamed: false);
    }

    private static bool IsIn(JsonElement element, string prompt, bool isNamed) => element.ValueKind switch
    {
        JsonValueKind.String => isNamed && element.GetString() == prompt,
        JsonValueKind.Array => element.EnumerateArray().Any(item => IsIn(item, prompt, isNamed)),
        JsonValueKind.Object => element.EnumerateObject().Any(property => IsIn(property.Value, prompt, Properties.Contains(property.Name, StringComparer.OrdinalIgnoreCase))),
        _ => false,
    };
}
