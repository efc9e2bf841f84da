using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RtcCluster.Load.Micro.Budgets;

/// <summary>Reads load/budgets.json: operation to <see cref="Budget"/>.</summary>
internal static class BudgetFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The file that was built beside the program.</summary>
    public static string Default { get; } = Path.Combine(AppContext.BaseDirectory, "budgets.json");

    /// <summary>Reads the file; when that fails <paramref name="problem"/> says why.</summary>
    public static bool TryRead(string path, [NotNullWhen(true)] out IReadOnlyDictionary<string, Budget>? budgets, [NotNullWhen(false)] out string? problem)
    {
        budgets = null;
        problem = null;
        try
        {
            budgets = JsonSerializer.Deserialize<Dictionary<string, Budget>>(File.ReadAllText(path), Options) ?? [];
            problem = budgets.FirstOrDefault(entry => entry.Value is not { Ratio: > 0, Bytes: >= 0 }).Key is { } bad
                ? $"{path}: {bad} wants a ratio above 0 and bytes of 0 or more."
                : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            problem = $"{path}: {failure.Message}";
        }

        return problem is null;
    }
}
