using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Rest;

/// <summary>HTTP as these tests need it: any method, any token, status and JSON together.</summary>
internal static class Http
{
    public static async Task<(int Status, JsonElement Body)> SendAsync(
        Uri web, HttpMethod method, string path, string? token = null, object? body = null, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient { BaseAddress = web };
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        request.Content = body is null ? null : JsonContent.Create(body);
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.StartsWith('{') || text.StartsWith('[') ? JsonSerializer.Deserialize<JsonElement>(text) : default);
    }

    public static Task<(int Status, JsonElement Body)> SignInAsync(Uri web, string email, string password) =>
        SendAsync(web, HttpMethod.Post, "api/v1/login", body: new { email, password });

    public static async Task<string> TokenAsync(Uri web, string email, string password = "demo")
    {
        var (status, body) = await SignInAsync(web, email, password);
        return status == 200
            ? body.GetProperty("accessToken").GetString()!
            : throw new InvalidOperationException($"Sign-in of {email}: {status} {body}");
    }

    /// <summary>Saves a user whose name a test of before may have had: a deleted user's is free when the last thing of theirs is erased, and 409 until then.</summary>
    public static async Task SaveUserAsync(Uri web, string admin, string name, object body)
    {
        var (status, problem) = await Eventually.GetAsync(
            $"the name {name} to be free", TimeSpan.FromSeconds(20), () => SendAsync(web, HttpMethod.Put, $"api/v1/users/{name}", admin, body),
            static answer => !(answer.Status == 409 && answer.Body.GetProperty("detail").GetString()!.EndsWith("try later.", StringComparison.Ordinal)));
        Assert.True(status is 200 or 201 or 204, $"users/{name}: {status} {problem}");
    }

    public static string Code(JsonElement problem) => problem.GetProperty("code").GetString()!;
}
