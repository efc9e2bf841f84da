using System.Net.Http.Headers;
using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Interop.Tests.Prompts;

/// <summary>An administrator's prompts over REST. The tests leave none behind.</summary>
[Collection(ClusterCollection.Name)]
public sealed class PromptTests(ClusterFixture cluster) : IDisposable
{
    private readonly TempFolder _folder = TempFolder.Create("prompt");

    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Fact]
    public async Task APromptIsUploaded_Listed_HeardChangedAndErased()
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        try
        {
            var first = Wav(16_000, 8_000);
            var (made, prompt) = await UploadAsync(admin, "holidays", first);
            Assert.Equal(200, made);
            Assert.Equal(("holidays", 0.5, 16_000), (prompt.GetProperty("name").GetString(), prompt.GetProperty("seconds").GetDouble(), prompt.GetProperty("sampleRate").GetInt32()));
            Assert.Equal((first.Length, "admin"), (prompt.GetProperty("bytes").GetInt32(), prompt.GetProperty("changedBy").GetString()));
            Assert.Equal(first, await AudioAsync(admin, "holidays"));

            var second = Wav(8_000, 8_000);
            Assert.Equal(200, (await UploadAsync(admin, "holidays", second)).Status);
            Assert.Equal(second, await AudioAsync(admin, "holidays"));

            var (_, all) = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/prompts", admin);
            Assert.Equal(1.0, Assert.Single(all.EnumerateArray(), static item => item.GetProperty("name").GetString() == "holidays").GetProperty("seconds").GetDouble());
        }
        finally
        {
            Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/prompts/holidays", admin)).Status);
        }

        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/prompts/holidays", admin)).Status);
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/prompts/holidays/audio", admin)).Status);
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/prompts/holidays", admin)).Status);
    }

    [Fact]
    public async Task WhatIsNoPrompt_IsRefusedByName()
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");

        var (tooLarge, large) = await UploadAsync(admin, "wrong", new byte[(2 << 20) + 1]);
        var (noSound, text) = await UploadAsync(admin, "wrong", "This is not the sound that you are looking for."u8.ToArray());
        var (badRate, rate) = await UploadAsync(admin, "wrong", Wav(11_025, 1_000));
        var (badName, name) = await UploadAsync(admin, "Wrong*", Wav(8_000, 1_000));

        Assert.Equal((413, "too-large"), (tooLarge, Http.Code(large)));
        Assert.Equal((400, true), (noSound, Detail(text).Contains("RIFF", StringComparison.Ordinal)));
        Assert.Equal((400, true), (badRate, Detail(rate).Contains("11025", StringComparison.Ordinal)));
        Assert.Equal((400, true), (badName, Detail(name).Contains("name", StringComparison.Ordinal)));
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/prompts/wrong", admin)).Status);
    }

    public void Dispose() => _folder.Dispose();

    private static string Detail(JsonElement problem) => problem.GetProperty("detail").GetString()!;

    private byte[] Wav(int rate, int samples)
    {
        var path = _folder.At("prompt.wav");
        WavFile.WriteMono(path, rate, Tone.Samples(440, rate, samples));
        return File.ReadAllBytes(path);
    }

    private async Task<(int Status, JsonElement Body)> UploadAsync(string token, string name, byte[] file)
    {
        using var client = new HttpClient { BaseAddress = Web };
        using var request = new HttpRequestMessage(HttpMethod.Put, $"api/v1/prompts/{name}") { Content = new ByteArrayContent(file) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("audio/wav");
        using var answer = await client.SendAsync(request);
        return ((int)answer.StatusCode, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()));
    }

    private async Task<byte[]> AudioAsync(string token, string name)
    {
        using var client = new HttpClient { BaseAddress = Web };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.GetAsync(new Uri($"api/v1/prompts/{name}/audio", UriKind.Relative));
        Assert.Equal((200, "audio/wav"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return await answer.Content.ReadAsByteArrayAsync();
    }
}
