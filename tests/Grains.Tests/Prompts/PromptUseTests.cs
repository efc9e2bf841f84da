using RtcCluster.Grains.Prompts;

namespace RtcCluster.Grains.Tests.Prompts;

public sealed class PromptUseTests
{
    [Theory]
    [InlineData("""{"steps":[{"type":"say","prompt":[{"say":{"en":"hello"}},{"play":"hello"}]}]}""", true)]
    [InlineData("""{"announcements":{"periodic":["sorry","hello"]}}""", true)]
    [InlineData("""{"music":"hello"}""", true)]
    [InlineData("""{"name":"hello","prompt":[{"say":{"en":"hello"}}]}""", false)]
    [InlineData("""{"play":"hello2"}""", false)]
    [InlineData("""{"play":{"name":"hello"}}""", false)]
    [InlineData("""[]""", false)]
    public void APromptIsUsedWhereItIsPlayed(string document, bool isUsed) => Assert.Equal(isUsed, PromptUse.IsIn(document, "hello"));
}
