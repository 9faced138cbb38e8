using System.Text.Json;
using Workbench.Testing;
using Workbench.Tests.Models;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Training;

public sealed class ImagePoolTests : TorchTest
{
    [Fact]
    public void ThePoolDecidesAsTheOfficialOne()
    {
        using JsonDocument info = JsonDocument.Parse(File.ReadAllText(SharedData.Fixture("image_pool/info.json")));
        using ImagePool pool = new(info.RootElement.GetProperty("pool_size").GetInt32());
        foreach (JsonElement query in info.RootElement.GetProperty("queries").EnumerateArray())
        {
            Queue<JsonElement> draws = new(query.GetProperty("draws").EnumerateArray());
            Tensor given = pool.Query(
                tensor(Ids(query.GetProperty("in_ids"))).reshape(-1, 1),
                () => draws.Dequeue().GetProperty("uniform").GetDouble(),
                _ => draws.Dequeue().GetProperty("randint").GetInt32());
            Assert.Equal(Ids(query.GetProperty("out_ids")), given.reshape(-1).data<float>().ToArray());
            Assert.Equal(Ids(query.GetProperty("pool_after")), pool.Stored.Select(image => image.item<float>()));
            Assert.Empty(draws);
        }

        static float[] Ids(JsonElement ids) => [.. ids.EnumerateArray().Select(id => id.GetSingle())];
    }
}
